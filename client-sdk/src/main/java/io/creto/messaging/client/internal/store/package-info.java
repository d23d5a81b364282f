/** What survives the process: the key store file, and one crash-safe store for everything else. */
@NullMarked
package io.creto.messaging.client.internal.store;

import org.jspecify.annotations.NullMarked;
