package io.creto.messaging.client.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Budget budget = new Budget(3, 100);
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    @Test
    void whoFindsNoRoomWaitsForIt() throws InterruptedException {
        assertThat(budget.take(90)).isTrue();
        assertThat(budget.tryTake(11)).isFalse();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(this::takeEleven, other);
        assertThat(waiting).isNotDone();

        budget.give(90);

        assertThat(waiting).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(budget.messages()).isEqualTo(1);
    }

    @Test
    void theNumberOfMessagesIsBoundedToo() {
        for (int i = 0; i < 3; i++) {
            assertThat(budget.tryTake(1)).isTrue();
        }
        assertThat(budget.tryTake(1)).isFalse();
    }

    @Test
    void oneThatExceedsAllGetsAllAlone() {
        assertThat(budget.tryTake(1000)).isTrue();
        assertThat(budget.tryTake(1)).isFalse();
    }

    @Test
    void closingLetsNobodyWait() {
        assertThat(budget.tryTake(100)).isTrue();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(this::takeEleven, other);
        await().atMost(PATIENCE).until(() -> !waiting.isDone());

        budget.close();

        assertThat(waiting).succeedsWithin(PATIENCE).isEqualTo(false);
    }

    private boolean takeEleven() {
        try {
            return budget.take(11);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
