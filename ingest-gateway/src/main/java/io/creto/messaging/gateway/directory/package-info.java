/**
 * Who is who, with evidence, answered from the read model. Nothing here is believed by those who ask: they check the evidence
 * against the operator's key. Calls run on threads of their own, a bounded number at once, so that a slow database does not
 * touch submission.
 */
@NullMarked
package io.creto.messaging.gateway.directory;

import org.jspecify.annotations.NullMarked;
