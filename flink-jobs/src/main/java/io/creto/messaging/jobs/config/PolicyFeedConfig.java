package io.creto.messaging.jobs.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * What becomes of envelopes while policies cannot be read.
 *
 * @param staleAfter how long after they were read up policies count as fresh
 * @param failOpen whether what they would have to permit passes then, marked, instead of being refused
 */
public record PolicyFeedConfig(Duration staleAfter, boolean failOpen) implements Serializable {}
