package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import com.google.protobuf.ProtocolMessageEnum;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The single checks of which the parsers are made. Each names field, actual and allowed value in its refusal. */
final class Check {
    private Check() {}

    /** Exactly so many bytes. */
    static void size(ByteString value, int size, String field) throws WireException {
        if (value.size() != size) {
            throw WireException.malformed(field, value.size() + " bytes, must be " + size);
        }
    }

    /** From min to max bytes; more is TOO_LARGE. */
    static void size(ByteString value, int min, int max, String field) throws WireException {
        if (value.size() > max) {
            throw WireException.tooLarge(field, value.size(), max, "bytes");
        }
        if (value.size() < min) {
            throw WireException.malformed(field, value.size() + " bytes, must be at least " + min);
        }
    }

    /** A name or label of min to max bytes in UTF-8 without control characters; more is TOO_LARGE. */
    static void name(String value, int min, int max, String field) throws WireException {
        text(value, min, max, field);
        noControl(value, false, field);
    }

    /** A text for people, at most max bytes in UTF-8, without control characters but line breaks and tabs. */
    static void prose(String value, int max, String field) throws WireException {
        text(value, 0, max, field);
        noControl(value, true, field);
    }

    private static void text(String value, int min, int max, String field) throws WireException {
        int size = value.length() > max ? value.length() : value.getBytes(StandardCharsets.UTF_8).length;
        if (size > max) {
            throw WireException.tooLarge(field, size, max, "bytes");
        }
        if (size < min) {
            throw WireException.malformed(field, size + " bytes, must be at least " + min);
        }
    }

    private static void noControl(String value, boolean lines, String field) throws WireException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c) && !(lines && (c == '\n' || c == '\t'))) {
                throw WireException.malformed(
                        field, String.format("character %d is U+%04X, no control character allowed", i, (int) c));
            }
        }
    }

    /** From min to max; unsigned values above the signed range read as negative and are refused by any min from 0 on. */
    static void range(long value, long min, long max, String field) throws WireException {
        if (value < min || value > max) {
            String unsigned = Long.toString(value);
            throw WireException.malformed(field, unsigned + ", must be " + min + " to " + max);
        }
    }

    /** A counter from 1 up to the largest int64. */
    static void counter(long value, String field) throws WireException {
        range(value, 1, Long.MAX_VALUE, field);
    }

    /** A time after the epoch that a UUIDv7 can hold. */
    static void time(long value, String field) throws WireException {
        range(value, 1, WireLimits.MAX_TIME_MS, field);
    }

    /** A span of time between two fields that have passed {@link #time}, from min to max. */
    static void span(long fromMs, long toMs, long min, long max, String field) throws WireException {
        long span = toMs - fromMs;
        if (span < min || span > max) {
            throw WireException.malformed(field, span + " ms after its start, must be " + min + " to " + max);
        }
    }

    /** From min to max elements; more is TOO_LARGE. */
    static void count(int actual, int min, int max, String field) throws WireException {
        if (actual > max) {
            throw WireException.tooLarge(field, actual, max, "elements");
        }
        if (actual < min) {
            throw WireException.malformed(field, actual + " elements, must be at least " + min);
        }
    }

    /** No element twice. */
    static void distinct(Collection<?> values, String field) throws WireException {
        Set<Object> seen = new HashSet<>();
        for (Object value : values) {
            if (!seen.add(value)) {
                throw WireException.malformed(field, "an element stands twice, must be distinct");
            }
        }
    }

    /** A value other than X_UNSPECIFIED; unknown ones the strict reader has refused already. */
    static void given(ProtocolMessageEnum value, String field) throws WireException {
        if (value.getNumber() == 0) {
            throw WireException.malformed(field, "not given, must be one of the named values");
        }
    }

    /** A message or choice that must be there. */
    static void present(boolean present, String field) throws WireException {
        if (!present) {
            throw WireException.malformed(field, "absent, must be given");
        }
    }

    /** A field that may not be there, for the reason given. */
    static void absent(boolean absent, String field, String why) throws WireException {
        if (!absent) {
            throw WireException.malformed(field, "given, must be absent " + why);
        }
    }

    /** A rule between fields. */
    static void rule(boolean holds, String field, String must) throws WireException {
        if (!holds) {
            throw WireException.malformed(field, must);
        }
    }
}
