/**
 * The interfaces of models at the edge: addresses, credentials and errors as their SDKs know them.
 */
@NullMarked
package ai.preloop.api.gateway;

import org.jspecify.annotations.NullMarked;
