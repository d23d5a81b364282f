package io.creto.messaging.benchmarks.authz;

import io.creto.messaging.v1.Match;
import java.util.List;

/** Kinds of rules: rule number i of a fleet lets the agents of number i write to those of the next number. */
enum Mix {
    /** Each rule names one sender and one recipient. */
    AGENTS("exact agents"),
    /** Each rule names groups; every agent is in four. */
    GROUPS("groups"),
    /** Each rule names teams by the beginning of their agents' names. */
    GLOBS("globs"),
    /** Exact agents, and every tenth rule has a condition. */
    CONDITIONS("exact agents, one rule in ten with a condition");

    private final String title;

    Mix(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whom the rule of a number matches. */
    Match match(String fleet, int number) {
        Match.Builder match = Match.newBuilder();
        return switch (this) {
            case AGENTS, CONDITIONS -> match.addAgents(agent(fleet, number)).build();
            case GROUPS -> match.addGroups("group-" + number).build();
            case GLOBS -> match.addGlobs(fleet + "/team-" + number + "-*").build();
        };
    }

    /** An agent that the rule of a number matches. */
    String agent(String fleet, int number) {
        return fleet + "/team-" + number + "-a";
    }

    /** The groups of that agent: one that rules name, three that they do not. */
    List<String> groups(int number) {
        return this == GROUPS
                ? List.of("everyone", "site-" + number % 7, "group-" + number, "level-" + number % 5)
                : List.of();
    }

    /** The condition of a rule; empty for none. True for every request of the workload. */
    String condition(int fleet, int number) {
        int text = (fleet * 31 + number / 10) % Workload.CONDITIONS;
        return this == CONDITIONS && number % 10 == 0
                ? "context.message_size < " + (100_000 + text)
                        + " && sender.attributes.site == recipient.attributes.site"
                : "";
    }
}
