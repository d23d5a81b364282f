package io.creto.messaging.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The index finds what a plain reading of the document finds. */
class PolicyIndexTest {
    private static final List<String> FLEETS = List.of("acme", "beta", "gamma");
    private static final List<String> NAMES = List.of("a", "ab", "b", "bb-1", "c.c");
    private static final List<String> GROUPS = List.of("ops", "dev", "night");
    private static final List<String> CHANNELS = List.of("alerts", "news");
    private static final List<String> GLOBS = List.of("acme/*", "*/a*", "b*a/b*", "*/*", "acme/b*-*", "*/ab", "acme/a");
    private static final List<Action> ACTIONS =
            List.of(Action.ACTION_SEND_MESSAGE, Action.ACTION_PUBLISH_CHANNEL, Action.ACTION_UPLOAD_KEYS);
    private static final List<String> CONDITIONS = List.of(
            "context.message_size > 1000", "context.message_size > 3000", "1 / (context.message_size - 500) > 5");

    @Property(tries = 400)
    void decidesAsAPlainScanDoes(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        PolicyDocument document = document(random);
        CompiledPolicy policy = PolicyCompiler.compile("acme", document);

        for (int i = 0; i < 50; i++) {
            PolicyRequest request = request(random);
            PolicyAnswer answer = policy.decide(request);

            PolicyAnswer expected = scan(document, request);
            assertThat(List.of(answer.effect(), answer.rule(), answer.error().isPresent()))
                    .as("%s in %s", request, document)
                    .containsExactly(
                            expected.effect(), expected.rule(), expected.error().isPresent());
        }
    }

    /** The rules of {@link CompiledPolicy}, read once more. */
    private static PolicyAnswer scan(PolicyDocument document, PolicyRequest request) {
        for (Effect effect : List.of(Effect.EFFECT_FORBID, Effect.EFFECT_PERMIT)) {
            PolicyAnswer failed = null;
            for (PolicyRule rule : document.getRulesList()) {
                if (rule.getEffect() == effect
                        && rule.getActionsList().contains(request.action())
                        && isAgent(rule.getPrincipal(), request.sender())
                        && isResource(rule.getResource(), request)) {
                    switch (condition(rule.getCondition(), request)) {
                        case "true" -> {
                            return new PolicyAnswer(effect, "p", rule.getId(), Optional.empty());
                        }
                        case "error" -> {
                            if (failed == null) {
                                failed =
                                        new PolicyAnswer(Effect.EFFECT_FORBID, "p", rule.getId(), Optional.of("error"));
                            }
                        }
                        default -> {}
                    }
                }
            }
            if (failed != null) {
                return failed;
            }
        }
        return PolicyAnswer.none("p");
    }

    private static String condition(String text, PolicyRequest request) {
        long size = request.context().messageSize();
        return switch (CONDITIONS.indexOf(text)) {
            case 0 -> String.valueOf(size > 1000);
            case 1 -> String.valueOf(size > 3000);
            case 2 -> size == 500 ? "error" : String.valueOf(1 / (size - 500) > 5);
            default -> "true";
        };
    }

    private static boolean isAgent(Match match, Subject agent) {
        return match.getAny()
                || match.getFleetsList().contains(agent.fleet())
                || match.getAgentsList().contains(agent.id())
                || match.getGroupsList().stream().anyMatch(agent.groups()::contains)
                || match.getGlobsList().stream()
                        .anyMatch(glob ->
                                agent.id().matches(glob.replace(".", "\\.").replace("*", "[^/]*")));
    }

    private static boolean isResource(Match match, PolicyRequest request) {
        Subject recipient = request.recipient();
        if (recipient != null) {
            return isAgent(match, recipient);
        }
        String channel = request.channel();
        return match.getAny()
                || (channel == null
                        ? match.getFleetsList().contains(request.sender().fleet())
                        : match.getFleetsList().contains(channel.substring(0, channel.indexOf('/')))
                                || match.getChannelsList().stream().anyMatch(name -> channel.equals("acme/" + name)));
    }

    private static PolicyDocument document(Random random) {
        PolicyDocument.Builder document = PolicyDocument.newBuilder().setId("p");
        int rules = random.nextInt(40);
        for (int i = 0; i < rules; i++) {
            PolicyRule.Builder rule = PolicyRule.newBuilder()
                    .setId("r" + i)
                    .setEffect(random.nextInt(4) == 0 ? Effect.EFFECT_FORBID : Effect.EFFECT_PERMIT)
                    .setPrincipal(match(random, false))
                    .setResource(match(random, true));
            ACTIONS.stream().filter(action -> random.nextBoolean()).forEach(rule::addActions);
            if (rule.getActionsCount() == 0) {
                rule.addActions(ACTIONS.get(0));
            }
            if (random.nextInt(4) == 0) {
                rule.setCondition(pick(random, CONDITIONS));
            }
            document.addRules(rule);
        }
        return document.build();
    }

    private static Match match(Random random, boolean resource) {
        Match.Builder match = Match.newBuilder();
        if (random.nextInt(10) == 0) {
            return match.setAny(true).build();
        }
        do {
            switch (random.nextInt(resource ? 5 : 4)) {
                case 0 -> match.addFleets(pick(random, FLEETS));
                case 1 -> match.addAgents(pick(random, FLEETS) + "/" + pick(random, NAMES));
                case 2 -> match.addGlobs(pick(random, GLOBS));
                case 3 -> match.addGroups(pick(random, GROUPS));
                default -> match.addChannels(pick(random, CHANNELS));
            }
        } while (random.nextInt(3) == 0);
        return match.build();
    }

    private static PolicyRequest request(Random random) {
        long size = List.of(100L, 500L, 2000L, 4000L).get(random.nextInt(4));
        RequestContext context = new RequestContext(
                SamplePolicies.CONTEXT.lane(), SamplePolicies.CONTEXT.kind(), size, 1000, 1_700_000_000_000L);
        Action action = pick(random, ACTIONS);
        Subject sender = subject(random);
        return switch (random.nextInt(3)) {
            case 0 -> PolicyRequest.toAgent(action, sender, subject(random), context);
            case 1 ->
                PolicyRequest.toChannel(action, sender, pick(random, FLEETS) + "/" + pick(random, CHANNELS), context);
            default -> PolicyRequest.own(action, sender, context);
        };
    }

    private static Subject subject(Random random) {
        return Subject.of(
                pick(random, FLEETS) + "/" + pick(random, NAMES),
                GROUPS.stream().filter(group -> random.nextInt(3) == 0).toList(),
                Map.of());
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
