package io.creto.messaging.jobs.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rules of a document for one action. Each stands under the entries of one of its sides, the one that fewer other rules
 * share, so a request meets few rules whose other side does not match. Immutable.
 */
final class RuleIndex {
    private final SideIndex principals;
    private final SideIndex resources;

    private RuleIndex(SideIndex principals, SideIndex resources) {
        this.principals = principals;
        this.resources = resources;
    }

    static RuleIndex of(List<Rule> rules) {
        SideIndex.Builder allPrincipals = new SideIndex.Builder();
        SideIndex.Builder allResources = new SideIndex.Builder();
        for (Rule rule : rules) {
            allPrincipals.add(rule.principal(), rule);
            allResources.add(rule.resource(), rule);
        }
        SideIndex.Builder principals = new SideIndex.Builder();
        SideIndex.Builder resources = new SideIndex.Builder();
        for (Rule rule : rules) {
            if (allPrincipals.crowd(rule.principal()) <= allResources.crowd(rule.resource())) {
                principals.add(rule.principal(), rule);
            } else {
                resources.add(rule.resource(), rule);
            }
        }
        return new RuleIndex(principals.build(), resources.build());
    }

    /** The rules that concern a request, each once, in the order of the document; their conditions have not been asked. */
    List<Rule> concerning(PolicyRequest request) {
        List<Rule> found = new ArrayList<>();
        Subject sender = request.sender();
        Consumer<Rule> byPrincipal = rule -> {
            if (rule.resource().hasResource(request)) {
                found.add(rule);
            }
        };
        principals.visitAgent(sender, byPrincipal);
        principals.visitFleet(sender.fleet(), byPrincipal);
        Consumer<Rule> byResource = rule -> {
            if (rule.principal().hasAgent(sender)) {
                found.add(rule);
            }
        };
        Subject recipient = request.recipient();
        String channel = request.channel();
        if (recipient != null) {
            resources.visitAgent(recipient, byResource);
        } else if (channel != null) {
            resources.visitChannel(channel, byResource);
        }
        resources.visitFleet(request.resourceFleet(), byResource);
        return ordered(found);
    }

    private static List<Rule> ordered(List<Rule> found) {
        if (found.size() < 2) {
            return found;
        }
        found.sort(Comparator.comparingInt(Rule::position));
        List<Rule> once = new ArrayList<>(found.size());
        int last = -1;
        for (Rule rule : found) {
            if (rule.position() != last) {
                once.add(rule);
            }
            last = rule.position();
        }
        return once;
    }
}
