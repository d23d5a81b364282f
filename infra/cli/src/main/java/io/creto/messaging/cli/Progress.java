package io.creto.messaging.cli;

import io.creto.messaging.localstack.StackListener;
import java.util.Locale;

/** Tells people how far a stack is. */
final class Progress {
    private static final double MILLIS = 1000;

    private Progress() {}

    static StackListener of(Output output) {
        return (part, where, millis) ->
                output.progress(String.format(Locale.ROOT, "%-12s %-44s %5.1f s", part, where, millis / MILLIS));
    }
}
