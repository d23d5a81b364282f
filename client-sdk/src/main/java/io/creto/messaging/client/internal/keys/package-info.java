/** Who is who, proven: evidence, the directory that serves it, and the caches before it (architecture §3). */
@NullMarked
package io.creto.messaging.client.internal.keys;

import org.jspecify.annotations.NullMarked;
