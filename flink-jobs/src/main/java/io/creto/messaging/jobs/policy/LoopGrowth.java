package io.creto.messaging.jobs.policy;

import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.List;
import java.util.Optional;

/**
 * What could double a value in each of several loops: a loop over a list of one element names a value, and sums or lists of it, named again
 * by the next loop, grow exponentially while the steps do not. So inside a loop nothing is put together but numbers, and lists hold
 * literals only.
 */
final class LoopGrowth {
    private LoopGrowth() {}

    /** Whether a node stands inside a loop and makes something larger than its parts. */
    static boolean mayGrow(CelNavigableExpr node) {
        return switch (node.getKind()) {
            case CALL -> isSum(node.expr()) && isInLoop(node) && !isCollected(node) && !isOfNumbers(node.expr());
            case LIST -> grows(node.expr().list().elements()) && isInLoop(node);
            case MAP ->
                grows(node.expr().map().entries().stream()
                                .map(CelExpr.CelMap.Entry::value)
                                .toList())
                        && isInLoop(node);
            default -> false;
        };
    }

    private static boolean isSum(CelExpr expression) {
        return expression.call().function().equals(Operator.ADD.getFunction());
    }

    /** One more element in what a macro such as {@code map} collects. */
    private static boolean isCollected(CelNavigableExpr sum) {
        CelExpr first = sum.expr().call().args().get(0);
        return first.getKind() == Kind.IDENT
                && loopAround(sum)
                        .map(loop -> loop.accuVar().equals(first.ident().name()))
                        .orElse(false);
    }

    private static boolean isOfNumbers(CelExpr sum) {
        return sum.call().args().stream()
                .anyMatch(part -> part.getKind() == Kind.CONSTANT
                        && switch (part.constant().getKind()) {
                            case INT64_VALUE, UINT64_VALUE, DOUBLE_VALUE -> true;
                            default -> false;
                        });
    }

    private static boolean grows(List<CelExpr> parts) {
        return parts.size() > 1 && parts.stream().anyMatch(part -> part.getKind() != Kind.CONSTANT);
    }

    private static boolean isInLoop(CelNavigableExpr node) {
        return loopAround(node).isPresent();
    }

    /** The innermost loop that evaluates a node once for each element. */
    private static Optional<CelComprehension> loopAround(CelNavigableExpr node) {
        CelNavigableExpr child = node;
        Optional<CelNavigableExpr> parent = child.parent();
        while (parent.isPresent()) {
            CelNavigableExpr around = parent.get();
            if (around.getKind() == Kind.COMPREHENSION
                    && around.expr().comprehension().iterRange().id() != child.id()) {
                return Optional.of(around.expr().comprehension());
            }
            child = around;
            parent = child.parent();
        }
        return Optional.empty();
    }
}
