/** The description of the REST interface: OpenAPI 3.1, the same from every process of a build. */
@NullMarked
package ai.preloop.api.description;

import org.jspecify.annotations.NullMarked;
