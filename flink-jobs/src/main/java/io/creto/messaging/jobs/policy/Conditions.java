package io.creto.messaging.jobs.policy;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import io.creto.messaging.schemas.WireLimits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Compiles conditions: CEL with its standard functions and macros, over the variables of {@link ConditionTypes}, of type
 * bool. One program for each text in the process, as long as some policy uses it. Thread-safe.
 */
final class Conditions {
    private static final int MAX_DEPTH = 32;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(WireLimits.MAX_CONDITION_BYTES)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseErrorRecoveryLimit(PolicyException.MAX_PROBLEMS)
            .comprehensionMaxIterations(ConditionCost.MAX_OF_CONDITION)
            .maxRegexProgramSize(CostValidator.MAX_REGEX_PROGRAM)
            .build();

    private static final Cel CEL = CelFactory.combine(
            CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .setTypeProvider(new ConditionTypes())
                    .addVar(ConditionTypes.SENDER, ConditionTypes.AGENT)
                    .addVar(ConditionTypes.RECIPIENT, ConditionTypes.AGENT)
                    .addVar(ConditionTypes.CHANNEL, SimpleType.STRING)
                    .addVar(ConditionTypes.CONTEXT, ConditionTypes.CIRCUMSTANCES)
                    .setResultType(SimpleType.BOOL)
                    .build(),
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build());

    private static final CelValidator VALIDATOR = CelValidatorFactory.standardCelValidatorBuilder(CEL)
            .addAstValidators(
                    new CostValidator(), TimestampLiteralValidator.INSTANCE, DurationLiteralValidator.INSTANCE)
            .build();

    private static final Cache<String, Condition> COMPILED =
            CacheBuilder.newBuilder().weakValues().build();

    private Conditions() {}

    /**
     * Compiles a condition, or finds it compiled.
     *
     * @param text CEL, not empty
     * @param rule id of its rule
     * @param field its path in the document
     * @param problems is told what is wrong with it
     * @return null if something is
     */
    static @Nullable Condition compile(String text, String rule, String field, Problems problems) {
        Condition known = COMPILED.getIfPresent(text);
        if (known != null) {
            return known;
        }
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > WireLimits.MAX_CONDITION_BYTES) {
            problems.add(rule, field, size + " bytes, at most " + WireLimits.MAX_CONDITION_BYTES + " allowed");
            return null;
        }
        CelValidationResult result = CEL.compile(text);
        if (!result.hasError()) {
            result = VALIDATOR.validate(ast(result));
        }
        if (result.hasError()) {
            tell(result.getErrors(), rule, field, problems);
            return null;
        }
        Condition condition = program(result);
        COMPILED.put(text, condition);
        return condition;
    }

    private static void tell(ImmutableList<CelIssue> issues, String rule, String field, Problems problems) {
        for (CelIssue issue : issues) {
            CelSourceLocation place = issue.getSourceLocation();
            problems.add(new PolicyProblem(
                    rule,
                    field,
                    Math.max(place.getLine(), 1),
                    Math.max(place.getColumn(), 0) + 1,
                    issue.getMessage().replace('\n', ' ')));
        }
    }

    private static Condition program(CelValidationResult checked) {
        try {
            return new Condition(
                    CEL.createProgram(ast(checked)),
                    Math.toIntExact(ConditionCost.of(ast(checked).getExpr())));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("a checked expression makes no program", e);
        }
    }

    private static CelAbstractSyntaxTree ast(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException("a valid result has no tree", e);
        }
    }
}
