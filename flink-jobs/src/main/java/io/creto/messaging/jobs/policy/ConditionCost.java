package io.creto.messaging.jobs.policy;

import com.google.common.math.LongMath;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.creto.messaging.schemas.WireLimits;
import java.util.List;

/**
 * How many steps a condition takes at most. A step is a node of the expression, each time that it is evaluated; texts that are
 * searched add one for each 16 characters. What is iterated over is never longer than an agent may have groups and attributes,
 * or than the condition itself spells out.
 */
final class ConditionCost {
    /** Steps of one condition: a fraction of a millisecond. */
    static final int MAX_OF_CONDITION = 20_000;

    private static final long LONGEST_OF_AGENT = Math.max(WireLimits.MAX_GROUPS, WireLimits.MAX_ATTRIBUTES);
    /** An element takes two characters at least. */
    private static final long LONGEST_LITERAL = WireLimits.MAX_CONDITION_BYTES / 2;

    private static final long CHARACTERS_A_STEP = 16;
    private static final long COMPILING_A_REGEX = 50;
    private static final String MATCHES = "matches";
    private static final String CONTAINS = "contains";

    private ConditionCost() {}

    /** Steps of an expression; saturates. */
    static long of(CelExpr expression) {
        return switch (expression.getKind()) {
            case SELECT -> plus(1, of(expression.select().operand()));
            case CALL -> of(expression.call());
            case LIST -> plus(1, sum(expression.list().elements()));
            case MAP -> {
                long entries = 1;
                for (CelExpr.CelMap.Entry entry : expression.map().entries()) {
                    entries = plus(entries, plus(of(entry.key()), of(entry.value())));
                }
                yield entries;
            }
            case COMPREHENSION -> of(expression.comprehension());
            default -> 1;
        };
    }

    private static long of(CelCall call) {
        long parts = plus(sum(call.args()), call.target().map(ConditionCost::of).orElse(0L));
        return plus(plus(1, parts), own(call));
    }

    /** What a function does besides evaluating what it is given. */
    private static long own(CelCall call) {
        if (call.function().equals(MATCHES)) {
            CelExpr text = call.target().orElseGet(() -> call.args().get(0));
            CelExpr regex = call.args().get(call.args().size() - 1);
            return plus(
                    COMPILING_A_REGEX,
                    LongMath.saturatedMultiply(characters(text), characters(regex)) / CHARACTERS_A_STEP);
        }
        if (call.function().equals(CONTAINS)) {
            CelExpr text = call.target().orElseGet(() -> call.args().get(0));
            CelExpr part = call.args().get(call.args().size() - 1);
            return LongMath.saturatedMultiply(characters(text), characters(part)) / CHARACTERS_A_STEP;
        }
        if (call.function().equals(Operator.IN.getFunction())) {
            return elements(call.args().get(1));
        }
        return 0;
    }

    private static long of(CelComprehension loop) {
        long once = plus(of(loop.loopCondition()), of(loop.loopStep()));
        long turns = LongMath.saturatedMultiply(elements(loop.iterRange()), once);
        return plus(plus(plus(of(loop.iterRange()), of(loop.accuInit())), turns), of(loop.result()));
    }

    /** The longest that a list or map can be. */
    private static long elements(CelExpr range) {
        return switch (range.getKind()) {
            case LIST -> range.list().elements().size();
            case MAP -> range.map().entries().size();
            case SELECT -> isOfAgent(range.select().operand()) ? LONGEST_OF_AGENT : LONGEST_LITERAL;
            case COMPREHENSION -> elements(range.comprehension().iterRange());
            case CALL ->
                isChoiceOrSum(range.call())
                        ? range.call().args().stream()
                                .mapToLong(ConditionCost::elements)
                                .reduce(0, ConditionCost::plus)
                        : LONGEST_LITERAL;
            case CONSTANT -> 0;
            default -> LONGEST_LITERAL;
        };
    }

    private static boolean isOfAgent(CelExpr operand) {
        return operand.getKind() == Kind.IDENT
                && (operand.ident().name().equals(ConditionTypes.SENDER)
                        || operand.ident().name().equals(ConditionTypes.RECIPIENT));
    }

    private static boolean isChoiceOrSum(CelCall call) {
        return call.function().equals(Operator.CONDITIONAL.getFunction())
                || call.function().equals(Operator.ADD.getFunction());
    }

    /** The longest that a text can be: an attribute's value, a literal, or what a condition puts together. */
    private static long characters(CelExpr text) {
        return switch (text.getKind()) {
            case CONSTANT ->
                text.constant().getKind() == CelConstant.Kind.STRING_VALUE
                        ? text.constant().stringValue().length()
                        : 1;
            case SELECT, IDENT -> WireLimits.MAX_NAME_BYTES;
            case CALL ->
                text.call().args().stream()
                        .mapToLong(ConditionCost::characters)
                        .reduce(
                                text.call()
                                        .target()
                                        .map(ConditionCost::characters)
                                        .orElse(0L),
                                ConditionCost::plus);
            default -> WireLimits.MAX_CONDITION_BYTES;
        };
    }

    private static long sum(List<CelExpr> expressions) {
        return expressions.stream().mapToLong(ConditionCost::of).reduce(0, ConditionCost::plus);
    }

    private static long plus(long a, long b) {
        return LongMath.saturatedAdd(a, b);
    }
}
