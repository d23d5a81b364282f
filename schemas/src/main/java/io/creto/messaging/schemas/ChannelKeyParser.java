package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.ChannelKey;

/** Reads the opened body of a CHANNEL_KEY envelope. */
public final class ChannelKeyParser {
    private static final int MAX_BYTES = 256;
    private static final StrictWire<ChannelKey> CHANNEL_KEY =
            StrictWire.of(ChannelKey.getDescriptor(), ChannelKey.parser(), MAX_BYTES);

    private ChannelKeyParser() {}

    /**
     * Reads a chain key; the caller wipes the bytes when done. Refuses more than 256 bytes with TOO_LARGE, and with MALFORMED
     * a channel that is not UUIDv7, epoch 0, hash or chain key of other than 32 bytes.
     */
    public static SharedChainKey channelKey(ByteString bytes) throws WireException {
        ChannelKey key = CHANNEL_KEY.parse(bytes);
        MessageId.check(key.getChannel(), "channel_key.channel");
        Check.counter(key.getEpoch(), "channel_key.epoch");
        Check.size(key.getRosterHash(), WireLimits.HASH_BYTES, "channel_key.roster_hash");
        Check.range(key.getIndex(), 0, Long.MAX_VALUE, "channel_key.index");
        Check.size(key.getChainKey(), WireLimits.CHAIN_KEY_BYTES, "channel_key.chain_key");
        return new SharedChainKey(key);
    }
}
