package io.creto.messaging.jobs.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.bundle.Cel;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.validator.CelAstValidator;

/**
 * Refuses what would take too long: conditions of too many steps, values that grow with each loop, regular expressions that are too
 * large.
 */
final class CostValidator implements CelAstValidator {
    /** Instructions of a compiled regular expression. Those that a condition puts together are held to it when evaluated. */
    static final int MAX_REGEX_PROGRAM = 500;

    @Override
    public void validate(CelNavigableAst ast, Cel cel, IssuesFactory issues) {
        CelExpr root = ast.getRoot().expr();
        long cost = ConditionCost.of(root);
        if (cost > ConditionCost.MAX_OF_CONDITION) {
            issues.addError(
                    root.id(),
                    "takes up to " + cost + " steps, at most " + ConditionCost.MAX_OF_CONDITION
                            + " allowed: avoid loops in loops");
        }
        ast.getRoot()
                .allNodes()
                .filter(LoopGrowth::mayGrow)
                .forEach(node -> issues.addError(
                        node.id(),
                        "makes texts or lists larger inside a loop, which grow with each loop around it: not allowed"));
        ast.getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.CALL
                        && node.expr().call().function().equals("matches"))
                .map(node -> node.expr().call().args())
                .map(arguments -> arguments.get(arguments.size() - 1))
                .filter(CostValidator::isLiteral)
                .forEach(regex -> check(regex, issues));
    }

    private static boolean isLiteral(CelExpr expression) {
        return expression.getKind() == Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }

    private static void check(CelExpr regex, IssuesFactory issues) {
        try {
            int size = Pattern.compile(regex.constant().stringValue()).programSize();
            if (size > MAX_REGEX_PROGRAM) {
                issues.addError(
                        regex.id(),
                        "regular expression of " + size + " instructions, at most " + MAX_REGEX_PROGRAM + " allowed");
            }
        } catch (PatternSyntaxException e) {
            issues.addError(regex.id(), "not a regular expression: " + e.getDescription());
        }
    }
}
