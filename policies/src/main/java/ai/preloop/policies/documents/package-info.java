/**
 * Policy documents: how YAML and JSON become checked, immutable records, with every finding placed.
 */
@NullMarked
package ai.preloop.policies.documents;

import org.jspecify.annotations.NullMarked;
