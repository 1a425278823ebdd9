package dev.ragged.cli.command;

import dev.ragged.app.RebuildCollections.Part;
import dev.ragged.app.RebuildCollections.Rebuilt;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.LowPriority;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ragged recode}. */
@Command(
    name = "recode",
    description = {
      "Make the vectors of collections anew, in the bytes that those of new collections take.",
      "Smaller ones are made at once; for larger ones all passages are embedded again. Others may"
          + " read meanwhile."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ragged recode --bytes-per-vector smallest",
      "  ragged recode default --bytes-per-vector 33"
    })
final class RecodeCommand extends RebuildCommand {
  @Mixin CollectionOption collection;

  @Parameters(
      paramLabel = "COLLECTION",
      arity = "0..*",
      converter = CollectionNameConverter.class,
      description = "The collections to recode (default: that of --collection).")
  List<String> names;

  @Override
  public Integer call() {
    LowPriority.begin();
    return rebuild(Part.VECTORS, "recoding", names == null ? List.of(collection.name) : names);
  }

  @Override
  String sentence(Rebuilt one) {
    String name = one.after().name();
    String bytes = Display.count(one.after().bytesPerVector(), "byte");
    return one.rebuilt()
        ? "Recoded "
            + Display.count(one.after().passages(), "passage")
            + " in '"
            + name
            + "' from "
            + one.before().bytesPerVector()
            + " to "
            + bytes
            + " per vector; the collection takes "
            + Display.bytes(one.bytesAfter().total())
            + " on disk, and took "
            + Display.bytes(one.bytesBefore().total())
            + "."
        : "The vectors of '" + name + "' take " + bytes + " each already.";
  }
}
