package io.creto.messaging.jobs.policy;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Optional;

/**
 * The types of a condition's variables. They have fields, so that a name that is none is found when a rule is compiled; their
 * values are maps, which CEL reads fields of faster than of protobuf messages.
 */
final class ConditionTypes implements CelTypeProvider {
    static final String SENDER = "sender";
    static final String RECIPIENT = "recipient";
    static final String CHANNEL = "channel";
    static final String CONTEXT = "context";

    /** No condition can spell {@code $}, so none can make a value of these types. */
    static final StructType AGENT = struct(
            "agent$",
            ImmutableMap.of(
                    "id", SimpleType.STRING,
                    "fleet", SimpleType.STRING,
                    "name", SimpleType.STRING,
                    "groups", ListType.create(SimpleType.STRING),
                    "attributes", MapType.create(SimpleType.STRING, SimpleType.STRING)));

    static final StructType CIRCUMSTANCES = struct(
            "context$",
            ImmutableMap.of(
                    "lane", SimpleType.STRING,
                    "kind", SimpleType.STRING,
                    "message_size", SimpleType.INT,
                    "ttl", SimpleType.DURATION,
                    "time", SimpleType.TIMESTAMP,
                    "action", SimpleType.STRING));

    private static final ImmutableMap<String, CelType> TYPES =
            ImmutableMap.of(AGENT.name(), AGENT, CIRCUMSTANCES.name(), CIRCUMSTANCES);

    @Override
    public ImmutableCollection<CelType> types() {
        return TYPES.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }

    private static StructType struct(String name, ImmutableMap<String, CelType> fields) {
        return StructType.create(name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    }
}
