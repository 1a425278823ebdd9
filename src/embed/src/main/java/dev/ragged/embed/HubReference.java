package dev.ragged.embed;

import dev.ragged.RaggedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model on a hub, written {@code OWNER/NAME[@REVISION][#FILE]}. Its parts are safe in an address
 * and in a path.
 *
 * @param revision a branch, a tag or a commit
 * @param file an ONNX file without folder and ending, or null for the best for a CPU
 */
record HubReference(String owner, String name, String revision, @Nullable String file) {
  private static final String MAIN = "main";
  private static final Pattern FORM =
      Pattern.compile("([^/@#]+)/([^/@#]+)(?:@([^@#]+))?(?:#([^@#]+))?");
  private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";

  static HubReference parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw invalid(text);
    }
    String revision = form.group(3) == null ? MAIN : form.group(3);
    String file = form.group(4);
    if (file != null) {
      file = file.replaceFirst("^onnx/", "").replaceFirst("\\.onnx$", "");
    }
    boolean valid =
        !text.contains("..")
            && form.group(1).matches(PART)
            && form.group(2).matches(PART)
            && revision.matches(PART + "(/" + PART + "){0,4}")
            && (file == null || file.matches(PART));
    if (!valid) {
      throw invalid(text);
    }
    return new HubReference(form.group(1), form.group(2), revision, file);
  }

  private static RaggedException invalid(String text) {
    return new RaggedException(
        "'hf:" + text + "' is no model on a hub; write hf:OWNER/NAME, or hf:OWNER/NAME@REVISION.");
  }

  /** The name under which it was published. */
  String published() {
    return owner + "/" + name;
  }

  /** The name of its folder among those of the same model. */
  String folder() {
    return revision.replace("/", "%2F") + (file == null ? "" : "#" + file);
  }

  @Override
  public String toString() {
    return published() + (revision.equals(MAIN) ? "" : "@" + revision);
  }
}
