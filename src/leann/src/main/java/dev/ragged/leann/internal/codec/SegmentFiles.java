package dev.ragged.leann.internal.codec;

import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;

/** Makes the files of a segment. */
final class SegmentFiles {
  private SegmentFiles() {}

  /** A new file of a segment with its header written; closed if that fails. */
  static IndexOutput create(SegmentWriteState state, String extension, String codec, int version)
      throws IOException {
    String name =
        IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
    IndexOutput out = state.directory.createOutput(name, state.context);
    boolean success = false;
    try {
      CodecUtil.writeIndexHeader(
          out, codec, version, state.segmentInfo.getId(), state.segmentSuffix);
      success = true;
      return out;
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(out);
      }
    }
  }
}
