package io.creto.messaging.jobs.policy;

import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.Quota;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link CompiledPolicy} of a document. What it accepts is accepted as a command too, within {@code WireLimits}.
 * Thread-safe.
 */
public final class PolicyCompiler {
    private static final String DOCUMENT = "put_policy.document";

    private PolicyCompiler() {}

    /**
     * Compiles a document.
     *
     * @param fleet whose policy it is: channels are its own
     * @param document of any content
     * @throws PolicyException with all that is wrong with it
     */
    public static CompiledPolicy compile(String fleet, PolicyDocument document) throws PolicyException {
        Problems problems = new Problems();
        Compilation compilation = new Compilation(fleet, document, problems);
        compilation.run();
        problems.throwIfAny();
        return new CompiledPolicy(document.getId(), fleet, compilation.indexes(), compilation.quotas);
    }

    /** One document on its way. */
    private static final class Compilation {
        private final String fleet;
        private final PolicyDocument document;
        private final Problems problems;
        private final Matches matches;
        private final Set<String> ids = new HashSet<>();
        private final Map<Action, List<Rule>> byAction = new EnumMap<>(Action.class);
        private final List<SenderQuota> quotas = new ArrayList<>();

        Compilation(String fleet, PolicyDocument document, Problems problems) {
            this.fleet = fleet;
            this.document = document;
            this.problems = problems;
            this.matches = new Matches(fleet, problems);
        }

        void run() {
            checkStructure("", "", PolicyDocument.newBuilder().setId(document.getId()), "");
            for (int i = 0; i < document.getRulesCount() && !problems.isFull(); i++) {
                add(document.getRules(i), i);
            }
            for (int i = 0; i < document.getQuotasCount() && !problems.isFull(); i++) {
                add(document.getQuotas(i), "quotas[" + i + "]");
            }
            if (document.hasFleetQuota()) {
                checkStructure(
                        "", "", PolicyDocument.newBuilder().setId("any").setFleetQuota(document.getFleetQuota()), "");
            }
            if (problems.count() == 0) {
                checkStructure("", "", document.toBuilder(), "");
            }
        }

        /** Actions with the same rules share an index. */
        Map<Action, RuleIndex> indexes() {
            Map<List<Integer>, RuleIndex> made = new HashMap<>();
            Map<Action, RuleIndex> indexes = new EnumMap<>(Action.class);
            byAction.forEach((action, rules) -> {
                List<Integer> positions = rules.stream().map(Rule::position).toList();
                indexes.put(action, made.computeIfAbsent(positions, same -> RuleIndex.of(rules)));
            });
            return indexes;
        }

        private void add(PolicyRule rule, int position) {
            int before = problems.count();
            String id = rule.getId();
            String path = "rules[" + position + "]";
            if (!ids.add(id)) {
                problems.add(id, path + ".id", "another rule has the same id");
            }
            MatchSet principal = matches.of(rule.getPrincipal(), id, path + ".principal");
            MatchSet resource = matches.of(rule.getResource(), id, path + ".resource");
            if (rule.getPrincipal().getChannelsCount() > 0) {
                problems.add(id, path + ".principal.channels", "a channel does not act: name agents");
            }
            Condition condition = condition(rule, path);
            if (problems.count() == before) {
                checkStructure(
                        id, path, PolicyDocument.newBuilder().setId("any").addRules(rule), ".rules");
            }
            if (problems.count() == 0) {
                Rule made = new Rule(position, id, rule.getEffect(), principal, resource, condition);
                rule.getActionsList()
                        .forEach(action -> byAction.computeIfAbsent(action, any -> new ArrayList<>())
                                .add(made));
            }
        }

        private @Nullable Condition condition(PolicyRule rule, String path) {
            return rule.getCondition().isEmpty()
                    ? null
                    : Conditions.compile(rule.getCondition(), rule.getId(), path + ".condition", problems);
        }

        private void add(Quota quota, String path) {
            int before = problems.count();
            MatchSet principal = matches.of(quota.getPrincipal(), "", path + ".principal");
            if (quota.getPrincipal().getChannelsCount() > 0) {
                problems.add("", path + ".principal.channels", "a channel does not send: name agents");
            }
            if (problems.count() == before) {
                checkStructure(
                        "", path, PolicyDocument.newBuilder().setId("any").addQuotas(quota), ".quotas");
                quotas.add(new SenderQuota(principal, quota));
            }
        }

        /** Asks the contract's own reader, which stops at the first problem: so it is asked for each part. */
        private void checkStructure(String rule, String path, PolicyDocument.Builder part, String within) {
            try {
                CommandParser.body(
                        MessageKind.MESSAGE_KIND_PUT_POLICY,
                        PutPolicy.newBuilder()
                                .setFleet(fleet)
                                .setDocument(part)
                                .build()
                                .toByteString());
            } catch (WireException e) {
                String problem =
                        String.valueOf(e.getMessage()).substring(e.field().length() + 2);
                String prefix = DOCUMENT + within;
                String field = e.field().startsWith(prefix) ? e.field().substring(prefix.length()) : "." + e.field();
                problems.add(rule, (path + field).replaceFirst("^\\.", ""), problem);
            }
        }
    }
}
