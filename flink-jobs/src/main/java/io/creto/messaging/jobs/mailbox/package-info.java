/**
 * What becomes of messages at their recipient: whether it is there and could be sealed to, delivery, settlement, expiry; all by
 * recorded times (architecture §4, mailbox).
 */
@NullMarked
package io.creto.messaging.jobs.mailbox;

import org.jspecify.annotations.NullMarked;
