/**
 * The external authorization: what the policies permit is also asked of a service outside of the deployment, for the fleets that
 * opted in ({@code docs/external-authorization.md}).
 */
@NullMarked
package io.creto.messaging.jobs.external;

import org.jspecify.annotations.NullMarked;
