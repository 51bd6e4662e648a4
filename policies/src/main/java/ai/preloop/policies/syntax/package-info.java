/** The syntax of files: YAML or JSON, its keys by their definition, and findings with places. */
@NullMarked
package ai.preloop.policies.syntax;

import org.jspecify.annotations.NullMarked;
