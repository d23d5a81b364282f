/** The adapter to the providers: the only place that names one. Not for use outside this module. */
@NullMarked
package io.creto.messaging.crypto.internal;

import org.jspecify.annotations.NullMarked;
