/** ML-KEM-768 key pairs (FIPS 203). */
@NullMarked
package io.creto.messaging.crypto.kem;

import org.jspecify.annotations.NullMarked;
