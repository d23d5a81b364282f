package io.creto.messaging.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingBudgetTest {
    @Test
    void oneCallerTakesAnEighthAndAllTogetherNoMoreThanThereIs() {
        PendingBudget budget = new PendingBudget(80);

        assertThat(budget.tryAcquire("a", 6)).isTrue();
        assertThat(budget.tryAcquire("a", 6)).as("the last one may exceed it").isTrue();
        assertThat(budget.hasRoom("a")).isFalse();
        assertThat(budget.tryAcquire("a", 1)).isFalse();
        for (int i = 0; i < 7; i++) {
            assertThat(budget.tryAcquire("b" + i, 10)).isTrue();
        }
        assertThat(budget.used()).isEqualTo(82);
        assertThat(budget.tryAcquire("c", 1)).as("all is taken").isFalse();

        budget.release("a", 6);
        assertThat(budget.hasRoom("a")).isTrue();
        budget.release("a", 6);
        budget.release("b0", 10);
        assertThat(budget.tryAcquire("c", 1)).isTrue();
        assertThat(budget.used()).isEqualTo(61);
    }
}
