"""Writes a document of each kind, with the libraries that people use, into the folder named on the command line."""

import datetime
import mailbox
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import nbformat
from docx import Document
from ebooklib import epub
from odf.opendocument import OpenDocumentPresentation, OpenDocumentSpreadsheet
from odf import draw, style, table, text
from openpyxl import Workbook
from pptx import Presentation

folder = Path(sys.argv[1])


def message(number):
    mail = EmailMessage()
    mail["From"] = "Bücher & Co <b@example.org>"
    mail["To"] = "me@example.org"
    mail["Subject"] = f"Lieferung Nr. {number} – geändert"
    mail["Date"] = datetime.datetime(2025, 2, number, 9, tzinfo=datetime.timezone.utc)
    mail.set_content(f"Guten Tag,\n\nFrom now on: die Wärmepumpe {number} kommt später.\n")
    mail.add_alternative(f"<p>Die <b>W&auml;rmepumpe</b> {number}</p>", subtype="html")
    mail.add_attachment(f"Zeile eins\nAnhang {number}\n".encode(), maintype="text", subtype="plain", filename="Größe.txt")
    return mail


(folder / "a.eml").write_bytes(message(3).as_bytes())
box = mailbox.mbox(folder / "a.mbox")
for i in (4, 5):
    box.add(message(i))
box.close()

notebook = nbformat.v4.new_notebook()
notebook.cells = [nbformat.v4.new_markdown_cell("# Churn\n\nWho leaves?"), nbformat.v4.new_code_cell("plot(churn)")]
notebook.cells[1].outputs = [
    nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgo" * 500, "text/plain": "<Figure>"}),
    nbformat.v4.new_output("stream", text="17 customers left\n"),
]
nbformat.write(notebook, str(folder / "a.ipynb"))

book = Workbook()
sheet = book.active
sheet.title = "Prices"
sheet.append(["Name", "Price", "Since"])
for i in range(2, 60):
    sheet.append([f"Tea {i}", i + 0.5, datetime.date(2025, 2, 3)])
book.create_sheet("Other")["C3"] = "far away"
book.save(folder / "a.xlsx")

document = Document()
document.core_properties.author = "Ann Lee"
document.add_paragraph("Before.")
rows = document.add_table(rows=2, cols=3)
for r in range(2):
    for c in range(3):
        rows.cell(r, c).text = f"r{r}c{c}"
document.save(folder / "a.docx")

show = Presentation()
for i in (1, 2, 3):
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = f"Title {i}"
    slide.placeholders[1].text = f"Bullet {i}"
slide.notes_slide.notes_text_frame.text = "Say goodbye"
show.save(folder / "a.pptx")

sheets = OpenDocumentSpreadsheet()
boats = table.Table(name="Boats")
for cells in (["Name", "Seats"], ["Skiff", "four"], ["Eight", "nine"]):
    row = table.TableRow()
    for value in cells:
        cell = table.TableCell(valuetype="string")
        cell.addElement(text.P(text=value))
        row.addElement(cell)
    boats.addElement(row)
sheets.spreadsheet.addElement(boats)
sheets.save(folder / "a.ods")

slides = OpenDocumentPresentation()
layout = style.PageLayout(name="layout")
slides.automaticstyles.addElement(layout)
master = style.MasterPage(name="master", pagelayoutname=layout)
slides.masterstyles.addElement(master)
for i in (1, 2):
    page = draw.Page(masterpagename=master, name=f"page{i}")
    for part in ("upper", "lower"):
        frame = draw.Frame(width="10cm", height="3cm")
        box = draw.TextBox()
        box.addElement(text.P(text=f"{part} {i}"))
        frame.addElement(box)
        page.addElement(frame)
    slides.presentation.addElement(page)
slides.save(folder / "a.odp")

novel = epub.EpubBook()
novel.set_title("The Boat")
novel.add_author("Carl")
chapters = []
for i in (1, 2):
    chapter = epub.EpubHtml(title=f"Chapter {i}", file_name=f"c{i}.xhtml")
    chapter.content = f"<h1>Chapter {i}</h1><p>Water number {i}.</p>"
    novel.add_item(chapter)
    chapters.append(chapter)
novel.toc = chapters
novel.spine = ["nav"] + chapters
novel.add_item(epub.EpubNcx())
novel.add_item(epub.EpubNav())
epub.write_epub(folder / "a.epub", novel)

with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
    archive.writestr("unread.txt", "packed in a way that few programs know")
with zipfile.ZipFile(folder / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name in ("a.docx", "a.eml"):
        archive.write(folder / name, "box/" + name)
