package io.creto.messaging.gateway.limit;

import io.creto.messaging.gateway.auth.Attempts;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** As many tokens that are not believed as calls of strangers, from one address. Thread-safe. */
final class LimitedAttempts implements Attempts {
    private final Allowances allowances;
    private final GatewayMetrics metrics;

    LimitedAttempts(Allowances allowances, GatewayMetrics metrics) {
        this.allowances = allowances;
        this.metrics = metrics;
    }

    @Override
    public void begin(@Nullable SocketAddress from) {
        Optional<Excess> excess = with(from, Allowance::beginAttempt);
        if (excess.isPresent()) {
            metrics.limited(excess.get().limit(), true);
            throw Refusals.of(excess.get());
        }
    }

    @Override
    public void refused(@Nullable SocketAddress from) {
        var unused = with(from, Allowance::failAttempt);
    }

    private Optional<Excess> with(@Nullable SocketAddress from, Function<Allowance, Optional<Excess>> step) {
        CallerKey address = CallerKey.ofTokens(from);
        Allowance allowance = allowances.enter(address);
        try {
            return step.apply(allowance);
        } finally {
            allowances.leave(address);
        }
    }
}
