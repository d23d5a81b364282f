package io.creto.messaging.cli;

import io.creto.messaging.localstack.home.Clients;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.StoreSecret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that every command takes. */
final class Settings {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where stack, fleets and agents are kept; else $CRETO_HOME, else ~/.creto.")
    private @Nullable Path home;

    @Option(names = "--json", description = "Print results as JSON, one value a line.")
    private boolean json;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Holds the passphrase of the key stores; else $CRETO_PASSPHRASE, else a random key"
                    + " in the home, which is made on first use.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--through-gateway",
            description = "Receive through the gateway rather than from Kafka: as an agent without access to Kafka.")
    private boolean throughGateway;

    Home home() {
        return Home.of(home);
    }

    boolean json() {
        return json;
    }

    Output output() {
        return new Output(spec.commandLine().getOut(), json);
    }

    /** What opens the key stores in a home. */
    StoreSecret secret(Home of) {
        return StoreSecret.of(passphraseFile, of);
    }

    /** Clients of the running stack. */
    Clients clients() {
        Clients clients = new Clients(home(), () -> secret(home()));
        return throughGateway ? clients.throughGateway() : clients;
    }
}
