package ai.preloop.policies.functions;

import ai.preloop.policies.memory.WhileHeld;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Optional;
import java.util.Set;

/**
 * {@code matches}, in linear time (RE2), anywhere in the text. Patterns that are written in
 * conditions are compiled once, and known as long as one of these holds them; those that come from
 * arguments are compiled each time and never kept.
 */
@SuppressWarnings("Immutable") // what is remembered only makes it faster
public final class RegexMatch implements PolicyFunction {

  /** Instructions that a compiled pattern may have. */
  public static final int PROGRAM_LIMIT = 2_000;

  private static final String NAME = "matches";

  private final WhileHeld<String, Pattern> literals = new WhileHeld<>();

  /**
   * A pattern that a condition has as a literal, for the condition to hold; throws
   * IllegalArgumentException, saying what is wrong with it, where it is none.
   */
  public Object literal(String regex) {
    return literals.of(regex, () -> compile(regex));
  }

  /** What is wrong with a pattern that no condition has. */
  public static Optional<String> faultOf(String regex) {
    try {
      compile(regex);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** How many patterns conditions hold. */
  int known() {
    return literals.size();
  }

  @Override
  public CelFunctionDecl declaration() {
    return CelFunctionDecl.newFunctionDeclaration(
        NAME,
        CelOverloadDecl.newGlobalOverload(
            "matches", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING),
        CelOverloadDecl.newMemberOverload(
            "matches_string", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING));
  }

  @Override
  public Set<CelFunctionBinding> bindings() {
    return CelFunctionBinding.fromOverloads(
        NAME,
        CelFunctionBinding.from("matches", String.class, String.class, this::matches),
        CelFunctionBinding.from("matches_string", String.class, String.class, this::matches));
  }

  private boolean matches(String text, String regex) {
    Pattern kept = literals.find(regex);
    try {
      return (kept == null ? compile(regex) : kept).matcher(text).find();
    } catch (IllegalArgumentException e) {
      throw new CelInvalidArgumentException(e);
    }
  }

  /** A pattern of RE2; throws IllegalArgumentException, saying what is wrong with it. */
  public static Pattern compile(String regex) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression: " + e.getDescription(), e);
    }
    if (pattern.programSize() > PROGRAM_LIMIT) {
      throw new IllegalArgumentException("the regular expression is too large");
    }
    return pattern;
  }
}
