package ai.preloop.policies.output;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * Words that speak to a model where only facts are expected, and characters that only a model
 * reads. A short list of what is seen often: it finds clumsy attempts, and says nothing of others.
 */
public final class Instructions {

  private static final String DISMISS = "\\b(ignore|disregard|forget|override|bypass) ";
  private static final String WHOSE = "(all |any |of |the |your |these |those |my )";
  private static final String EARLIER =
      "(previous|prior|above|earlier|preceding|foregoing|existing|system|original) ";

  private static final List<Search> TELLTALES =
      List.of(
          search(
              DISMISS
                  + WHOSE
                  + "*"
                  + EARLIER
                  + "(instruction|prompt|rule|guideline|polic|direction|message|context)"),
          search(DISMISS + WHOSE + "+(instruction|prompt|guideline)"),
          search(
              DISMISS
                  + "((all |any |of |the )*(your |these |those |my )|(all |any )(of )?(the )?)rule"),
          search("\\b(disregard|forget|bypass) the rule"),
          search("</?(system|assistant|important|instructions?|admin)>"),
          search("<\\|(im_start|im_end|system|endoftext)\\|>|\\[/?INST\\]|<</?SYS>>"),
          search("\\b(new|updated|real|actual) (system )?(instructions|prompt)\\s*:"),
          search("\\b(do not|don't|never) (tell|inform|mention|reveal|show)\\b.{0,40}\\buser\\b"),
          search("\\bwithout (telling|informing|asking|notifying) the user\\b"),
          search("\\byou (are now|must now act as|will now act as) "));

  private Instructions() {}

  /** Whether the text has some of them. */
  public static boolean in(String text) {
    return HiddenUnicode.in(text) || areWordsIn(text);
  }

  /** Whether the text has such words, whatever characters it has. */
  public static boolean areWordsIn(String text) {
    return TELLTALES.stream().anyMatch(telltale -> telltale.finds(text));
  }

  private static Search search(String regex) {
    return Search.of(
        Pattern.compile(regex.replace(" ", "\\s+"), Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
  }
}
