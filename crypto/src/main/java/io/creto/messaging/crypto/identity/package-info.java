/** Statements that an identity key makes: delegations, enrolment co-signatures, access tokens. */
@NullMarked
package io.creto.messaging.crypto.identity;

import org.jspecify.annotations.NullMarked;
