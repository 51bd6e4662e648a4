package ai.preloop.api.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.web.multipart.MultipartFile;

/** The documents of a request: its body, or the parts of a form that are called file. */
record Documents(List<byte[]> sources) {

  static Documents of(List<MultipartFile> files) {
    return new Documents(files.stream().map(Documents::bytes).toList());
  }

  boolean isOne() {
    return sources.size() == 1;
  }

  private static byte[] bytes(MultipartFile file) {
    try {
      return file.getBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
