package io.creto.messaging.jobs.policy;

import io.creto.messaging.v1.Action;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to do what, to whom or what. A request is about a recipient, about a channel, or about neither; then it is about
 * the sender's own keys, receipts or fleet.
 *
 * @param action what
 * @param sender who
 * @param recipient to which agent; null if to none
 * @param channel on which channel, {@code fleet/name}; null if on none
 * @param context the circumstances
 */
public record PolicyRequest(
        Action action,
        Subject sender,
        @Nullable Subject recipient,
        @Nullable String channel,
        RequestContext context) {

    /** @throws IllegalArgumentException for a recipient and a channel together, or a channel without its fleet */
    public PolicyRequest {
        if (recipient != null && channel != null) {
            throw new IllegalArgumentException("a request has a recipient or a channel, not both");
        }
        if (channel != null && channel.indexOf('/') < 0) {
            throw new IllegalArgumentException("not fleet/name of a channel: " + channel);
        }
    }

    /** A request about an agent. */
    public static PolicyRequest toAgent(Action action, Subject sender, Subject recipient, RequestContext context) {
        return new PolicyRequest(action, sender, recipient, null, context);
    }

    /**
     * A request about a channel.
     *
     * @param channel {@code fleet/name}: a channel's name is unique in its fleet
     */
    public static PolicyRequest toChannel(Action action, Subject sender, String channel, RequestContext context) {
        return new PolicyRequest(action, sender, null, channel, context);
    }

    /** A request about the sender's own. */
    public static PolicyRequest own(Action action, Subject sender, RequestContext context) {
        return new PolicyRequest(action, sender, null, null, context);
    }

    /** The fleet that it concerns: the recipient's, else the channel's, else the sender's. */
    public String resourceFleet() {
        if (recipient != null) {
            return recipient.fleet();
        }
        return channel == null ? sender.fleet() : channel.substring(0, channel.indexOf('/'));
    }

    /** Name of the channel in its fleet; empty if there is none. */
    String channelName() {
        return channel == null ? "" : channel.substring(channel.indexOf('/') + 1);
    }
}
