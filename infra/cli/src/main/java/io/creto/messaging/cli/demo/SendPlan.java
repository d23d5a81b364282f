package io.creto.messaging.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * What one agent sends.
 *
 * @param from who
 * @param to to whom
 * @param stranger somebody of another fleet, to whom one message is tried; null: nobody
 * @param marker the text that every payload begins with
 * @param messages how many, besides the file
 * @param perSecond how many a second
 * @param file one more message: this file; null: none
 */
record SendPlan(
        String from,
        String to,
        @Nullable String stranger,
        String marker,
        int messages,
        int perSecond,
        @Nullable String file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static SendPlan parse(String json) throws JsonProcessingException {
        return JSON.readValue(json, SendPlan.class);
    }

    String toJson() throws JsonProcessingException {
        return JSON.writeValueAsString(this);
    }
}
