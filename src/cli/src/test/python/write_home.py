"""Writes documents as people have them, a fact in each place, into the folder named on the command line."""

import csv
import datetime
import io
import json
import mailbox
import sys
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import nbformat
from docx import Document
from ebooklib import epub
from openpyxl import Workbook
from pptx import Presentation

home = Path(sys.argv[1])


def utc(*when):
    return datetime.datetime(*when, tzinfo=datetime.timezone.utc)


def message(sender, subject, day, text, attachment=None):
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "Maria Lind <maria@example.org>"
    mail["Subject"] = subject
    mail["Date"] = utc(2025, 3, day, 9)
    mail.set_content(text)
    if attachment:
        name, content = attachment
        mail.add_attachment(content.encode(), maintype="text", subtype="plain", filename=name)
    return mail


(home / "landlord.eml").write_bytes(
    message(
        "Jörg Brückner <j.brueckner@example.org>",
        "Heizung im dritten Stock – Termin",
        4,
        "Dear Maria,\n\nthe plumber replaces the radiator valve in your flat on Thursday between eight and ten.\n"
        "Somebody has to be at home to let him in.\n\nBest wishes\nJörg\n",
        ("house rules.txt", "Quiet hours are from ten in the evening.\nBicycles are kept in the cellar, never in the stairwell.\n"),
    ).as_bytes()
)
box = mailbox.mbox(home / "archive.mbox")
for i, (sender, subject, text) in enumerate(
    [
        ("Library <desk@example.org>", "Your loans", "Two of your books are overdue. The fine is forty cents a day for each of them.\n"),
        ("Nadia Osei <nadia@example.org>", "Sourdough", "Feed the starter twice a day with equal weights of flour and water.\nFrom time to time, throw half of it away.\n"),
        ("Club <club@example.org>", "Regatta", "The regatta is moved to the second Sunday of June because of low water.\n"),
    ]
):
    box.add(message(sender, subject, 10 + i, text))
box.close()

notebook = nbformat.v4.new_notebook()
notebook.cells = [
    nbformat.v4.new_markdown_cell("# Bird counts\n\nCounts of birds at the lake, read from the ranger's sheets."),
    nbformat.v4.new_code_cell("counts = pandas.read_csv('birds.csv')\ncounts.plot()"),
    nbformat.v4.new_markdown_cell("Herons were rarer than in any year before, since the reeds had been cut in spring."),
]
notebook.cells[1].outputs = [nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgo" * 500, "text/plain": "<Figure>"})]
nbformat.write(notebook, str(home / "birds.ipynb"))

workbook = Workbook()
suppliers = workbook.active
suppliers.title = "Suppliers"
suppliers.append(["Supplier", "Goods", "City", "Days to deliver"])
goods = ["screws", "paint", "glass", "timber", "cement", "tiles", "hinges", "wire", "pipes", "felt"]
cities = ["Graz", "Turin", "Lyon", "Ghent", "Porto", "Bergen", "Split", "Cork"]
for i in range(80):
    suppliers.append([f"Firm {i + 1}", goods[i % 10], cities[i % 8], 2 + i % 9])
suppliers.append(["Halvorsen", "roof slates", "Bergen", 21])
insurance = workbook.create_sheet("Insurance")
insurance.append(["Policy", "Covers", "Ends"])
insurance.append(["B-4417", "burst pipes and flooding of the workshop", datetime.date(2026, 9, 30)])
workbook.save(home / "workshop.xlsx")

with open(home / "plants.csv", "w", newline="") as file:
    rows = csv.writer(file)
    rows.writerow(["plant", "place", "water"])
    for i in range(60):
        rows.writerow([f"herb {i + 1}", "balcony", f"every {2 + i % 5} days"])
    rows.writerow(["orchid", "bathroom window, because it wants moist air", "once a week"])

document = Document()
document.core_properties.author = "Ann Lee"
document.core_properties.title = "Committee of the allotment gardens"
document.add_paragraph("Present were all members of the committee but the treasurer.")
table = document.add_table(rows=1, cols=3)
for cell, text in zip(table.rows[0].cells, ["Plot", "Tenant", "Decision"]):
    cell.text = text
for cells in (["12", "Okafor", "may keep four hens"], ["19", "Silva", "must trim the hedge to chest height"]):
    for cell, text in zip(table.add_row().cells, cells):
        cell.text = text
document.save(home / "minutes.docx")

show = Presentation()
for title, bullet, notes in (
    ("Why we ride", "Cycling to work saves parking space.", ""),
    ("Helmets", "Lend a helmet to every new colleague.", "Mention that the insurer pays for half of each helmet."),
    ("Winter", "Studded tyres are kept in the basement.", ""),
):
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text = bullet
    if notes:
        slide.notes_slide.notes_text_frame.text = notes
show.save(home / "cycling.pptx")

novel = epub.EpubBook()
novel.set_title("The Lighthouse Years")
novel.add_author("Ida Holm")
novel.toc = []
for i, text in enumerate(
    [
        "My grandfather wound the great clock every evening before he climbed to the lamp.",
        "In the winter of the long frost we burned the rowing boat to keep the stove alight.",
        "The new keeper brought a gramophone, and the gulls left the gallery for a month.",
    ]
):
    chapter = epub.EpubHtml(title=f"Chapter {i + 1}", file_name=f"c{i + 1}.xhtml")
    chapter.content = f"<h1>Chapter {i + 1}</h1><p>{text}</p>"
    novel.add_item(chapter)
    novel.toc.append(chapter)
novel.spine = ["nav"] + novel.toc
novel.add_item(epub.EpubNcx())
novel.add_item(epub.EpubNav())
epub.write_epub(home / "lighthouse.epub", novel)

with zipfile.ZipFile(home / "old papers.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("school/report.txt", "Maria draws well but talks during arithmetic.\n")
    archive.writestr("lease.md", "# Lease of the garage\n\nThe garage may be given up with three months' notice.\n")
with tarfile.open(home / "recipes.tar.gz", "w:gz") as archive:
    text = "Beetroot soup: roast the beets for an hour, then blend them with sour cream.\n".encode()
    member = tarfile.TarInfo("soup.txt")
    member.size = len(text)
    archive.addfile(member, io.BytesIO(text))

turns = [
    ("user", "Which tree gives shade soonest?"),
    ("assistant", "A silver birch grows fast and casts a light shade after about five years."),
    ("user", "And against wind?"),
    ("assistant", "Plant a row of hornbeams; they keep their dry leaves all winter and slow the wind."),
]
mapping = {"0": {"id": "0", "message": None, "parent": None, "children": ["1"]}}
for i, (role, text) in enumerate(turns, 1):
    mapping[str(i)] = {
        "id": str(i),
        "parent": str(i - 1),
        "children": [str(i + 1)] if i < len(turns) else [],
        "message": {
            "id": str(i),
            "author": {"role": role},
            "create_time": 1741600000.0 + 60 * i,
            "content": {"content_type": "text", "parts": [text]},
        },
    }
conversation = {"title": "Trees for the garden", "create_time": 1741600000.0, "mapping": mapping, "current_node": "4"}
(home / "conversations.json").write_text(json.dumps([conversation]))

(home / "WhatsApp Chat with Tom.txt").write_text(
    "05/03/2025, 18:02 - Tom Berg: Can you feed the cat from Friday to Monday?\n"
    "05/03/2025, 18:04 - Maria Lind: Of course. Where is the key?\n"
    "05/03/2025, 18:05 - Tom Berg: Under the blue flowerpot behind the shed\n"
)
(home / "devices.json").write_text(
    json.dumps({"devices": [{"name": "boiler", "service": {"interval": "yearly", "firm": "Kessler heating"}}, {"name": "router", "wifi": {"name": "treehouse"}}]}, indent=1)
)
(home / "trip.md").write_text(
    "---\ntitle: Week on the islands\nauthor: Maria Lind\ndate: 2024-08-11\n---\n\n"
    "# Packing\n\nTake the small tent and the stove.\n\n# Ferry\n\nThe last boat back to the mainland leaves at half past six.\n"
)
(home / "will.rtf").write_text(r"{\rtf1\ansi\ansicpg1252 {\b Letter to the notary}\par The piano goes to my niece Clara.}")
