package io.creto.messaging.crypto;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Holds for a class that declares {@code toString} itself, so that nothing generated prints its fields. */
final class DeclareToString extends ArchCondition<JavaClass> {
    static final DeclareToString INSTANCE = new DeclareToString();

    private DeclareToString() {
        super("declare toString");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        boolean declared = item.getMethods().stream()
                .anyMatch(method -> method.getName().equals("toString")
                        && method.getRawParameterTypes().isEmpty());
        events.add(new SimpleConditionEvent(item, declared, item.getName() + " declares toString: " + declared));
    }
}
