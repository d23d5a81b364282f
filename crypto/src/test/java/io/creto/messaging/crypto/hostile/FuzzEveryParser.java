package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.outcome;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.hostile.Parsers.Parser;
import java.util.ArrayList;
import java.util.List;

/** Every parser: the first byte picks one, the rest is what it reads. */
public final class FuzzEveryParser {
    private static final List<Parser> PARSERS = Parsers.all();

    private FuzzEveryParser() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            Parser parser = PARSERS.get((data[0] & 0xFF) % PARSERS.size());
            outcome(() -> parser.reader().read(ByteString.copyFrom(data, 1, data.length - 1)));
        }
    }

    /** Every parser with each valid sample that it reads, and with nothing. */
    static List<ByteString> seeds() {
        List<ByteString> samples = new ArrayList<>();
        SignedMessages.all().forEach(message -> samples.add(message.valid().toByteString()));
        samples.addAll(FuzzSignedBatch.seeds());
        samples.addAll(FuzzStatements.seeds());
        samples.addAll(FuzzDelivery.seeds());
        List<ByteString> seeds = new ArrayList<>();
        for (int number = 0; number < PARSERS.size(); number++) {
            Parser parser = PARSERS.get(number);
            ByteString first = Wire.bytes(number);
            seeds.add(first);
            samples.stream()
                    .filter(sample ->
                            outcome(() -> parser.reader().read(sample)).isEmpty())
                    .map(first::concat)
                    .forEach(seeds::add);
        }
        return seeds;
    }
}
