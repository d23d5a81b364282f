package io.creto.messaging.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ServerCall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldListenerTest {
    private final List<String> told = new ArrayList<>();
    private final List<RuntimeException> defects = new ArrayList<>();
    private final HeldListener<String> held = new HeldListener<>();

    private class Handler extends ServerCall.Listener<String> {
        @Override
        public void onReady() {
            told.add("ready");
        }

        @Override
        public void onMessage(String message) {
            told.add(message);
            if (message.equals("first")) {
                held.onMessage("while releasing");
            }
            if (message.equals("bad")) {
                throw new IllegalStateException("defect");
            }
        }

        @Override
        public void onHalfClose() {
            told.add("half closed");
        }

        @Override
        public void onCancel() {
            told.add("cancelled");
        }

        @Override
        public void onComplete() {
            told.add("complete");
        }
    }

    @Test
    void whatCameIsToldInOrderAndThenWhateverComes() {
        held.onReady();
        held.onMessage("first");
        held.onHalfClose();
        assertThat(told).isEmpty();

        held.release(new Handler(), defects::add);
        held.onMessage("later");
        held.onComplete();

        assertThat(told).containsExactly("ready", "first", "half closed", "while releasing", "later", "complete");
    }

    @Test
    void aDefectIsToldAndTheEndStillComes() {
        held.onMessage("bad");
        held.onCancel();

        held.release(new Handler(), defects::add);

        assertThat(defects).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(told).containsExactly("bad", "cancelled");
    }
}
