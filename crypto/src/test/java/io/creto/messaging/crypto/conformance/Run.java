package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.internal.CryptoBackend;

/** One file under one provider: what to run it through, and where to count. */
record Run(CryptoBackend backend, Tally tally) {

    Signatures signatures() {
        return new Signatures(backend, tally);
    }
}
