package ai.preloop.activities.translation.conversation;

/** Where an image or a document is: in the request, base64, or at an address. */
public sealed interface Source {

  record Inline(String mediaType, String base64) implements Source {
    /** One name of JPEG is none, and only OpenAI takes it. */
    public Inline {
      mediaType = mediaType.equalsIgnoreCase("image/jpg") ? "image/jpeg" : mediaType;
    }
  }

  record Remote(String url) implements Source {}
}
