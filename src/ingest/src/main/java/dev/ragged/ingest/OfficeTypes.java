package dev.ragged.ingest;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tika.mime.MediaType;

/**
 * The media types that {@link OfficeText} reads. Its parsers know them too, but loading those takes
 * longer than reading a text file, which has no need of them.
 */
final class OfficeTypes {
  static final Set<MediaType> ALL =
      Set.of(
              "application/msword",
              "application/pdf",
              "application/rtf",
              "application/sldworks",
              "application/vnd.ms-excel",
              "application/vnd.ms-excel.addin.macroenabled.12",
              "application/vnd.ms-excel.sheet.binary.macroenabled.12",
              "application/vnd.ms-excel.sheet.macroenabled.12",
              "application/vnd.ms-excel.template.macroenabled.12",
              "application/vnd.ms-outlook",
              "application/vnd.ms-powerpoint",
              "application/vnd.ms-powerpoint.addin.macroenabled.12",
              "application/vnd.ms-powerpoint.presentation.macroenabled.12",
              "application/vnd.ms-powerpoint.slide.macroenabled.12",
              "application/vnd.ms-powerpoint.slideshow.macroenabled.12",
              "application/vnd.ms-powerpoint.template.macroenabled.12",
              "application/vnd.ms-project",
              "application/vnd.ms-visio.drawing",
              "application/vnd.ms-visio.drawing.macroenabled.12",
              "application/vnd.ms-visio.stencil",
              "application/vnd.ms-visio.stencil.macroenabled.12",
              "application/vnd.ms-visio.template",
              "application/vnd.ms-visio.template.macroenabled.12",
              "application/vnd.ms-word.document.macroenabled.12",
              "application/vnd.ms-word.template.macroenabled.12",
              "application/vnd.ms-xpsdocument",
              "application/vnd.oasis.opendocument.chart",
              "application/vnd.oasis.opendocument.chart-template",
              "application/vnd.oasis.opendocument.formula",
              "application/vnd.oasis.opendocument.formula-template",
              "application/vnd.oasis.opendocument.graphics",
              "application/vnd.oasis.opendocument.graphics-template",
              "application/vnd.oasis.opendocument.image",
              "application/vnd.oasis.opendocument.image-template",
              "application/vnd.oasis.opendocument.presentation",
              "application/vnd.oasis.opendocument.presentation-template",
              "application/vnd.oasis.opendocument.spreadsheet",
              "application/vnd.oasis.opendocument.spreadsheet-template",
              "application/vnd.oasis.opendocument.text",
              "application/vnd.oasis.opendocument.text-master",
              "application/vnd.oasis.opendocument.text-template",
              "application/vnd.oasis.opendocument.text-web",
              "application/vnd.openxmlformats-officedocument.presentationml.presentation",
              "application/vnd.openxmlformats-officedocument.presentationml.slide",
              "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
              "application/vnd.openxmlformats-officedocument.presentationml.template",
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
              "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
              "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
              "application/vnd.sun.xml.writer",
              "application/vnd.visio",
              "application/x-mspublisher",
              "application/x-tika-msoffice",
              "application/x-tika-msoffice-embedded; format=ole10_native",
              "application/x-tika-msworks-spreadsheet",
              "application/x-tika-ole-drm-encrypted",
              "application/x-tika-ooxml-protected",
              "model/vnd.dwfx+xps")
          .stream()
          .map(MediaType::parse)
          .collect(Collectors.toUnmodifiableSet());

  private OfficeTypes() {}
}
