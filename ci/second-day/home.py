"""Makes a home folder as people have them: notes in several languages, mail, notebooks, tables, chats, pages, letters,
archives, code with secrets and junk. The same seed makes the same bytes, names and times.

Usage: python3 home.py FOLDER [SEED]
"""

import base64
import io
import json
import os
import pathlib
import random
import sys
import zipfile
from email.message import EmailMessage
from email.utils import format_datetime
from datetime import datetime, timedelta, timezone

START = datetime(2026, 1, 5, 8, 0, tzinfo=timezone.utc)
SECRETS = ("hunter-4417-token", "vault-opens-at-nine", "PRIVATE-KEY-OF-THE-SHOP")
"""Words of files that git ignores; no search may find them."""

PEOPLE = ("Ada Berg", "Bo Lind", "Carla Roth", "Dev Patel", "Emil Sato")
PLACES = ("Lynmouth", "Oban", "Tromsø", "Vis", "Hirado", "Saaremaa", "Gozo", "Texel")
THINGS = ("kettle", "ladder", "lantern", "rucksack", "sewing machine", "tent", "violin", "wheelbarrow")
PLANTS = ("beans", "chard", "garlic", "leeks", "pumpkins", "radishes", "tomatoes")

ENGLISH = (
    "The {thing} was repaired in {place} and cost {n} crowns.",
    "In {place} the harbour master asks for {n} crowns a night, and the showers are closed on Sundays.",
    "{who} lent the {thing} to a neighbour in {place} until the end of the month.",
    "Sow the {plant} in the second week, water them every {m} days, and thin them to {n} centimetres.",
    "The bus from {place} runs every {n} minutes, but not after {m} in the evening.",
    "{who} measured the attic: {n} by {m} metres, with a beam across the middle.",
    "A good {thing} lasts {m} years if it is kept dry and oiled once a winter.",
    "The {plant} near the wall did better than those in the open, perhaps because of the warm stones.",
)
OTHER = {
    "de": (
        "Die Fähre nach {place} fährt um {m} Uhr und kostet {n} Kronen.",
        "{who} hat die Heizung entlüftet; der Druck lag bei {m} bar.",
        "Im Garten stehen {n} Reihen mit Bohnen, daneben blüht der Lavendel.",
    ),
    "fr": (
        "Le bateau pour {place} part à {m} heures et coûte {n} couronnes.",
        "{who} a réparé la fenêtre de la cuisine avec du mastic neuf.",
        "Le marché de {place} ouvre à {m} heures, sauf le lundi.",
    ),
    "es": (
        "El barco a {place} sale a las {m} y cuesta {n} coronas.",
        "{who} guardó las semillas en un frasco de vidrio hasta la primavera.",
        "La panadería de {place} cierra los lunes desde hace {n} años.",
    ),
    "zh": (
        "去{place}的渡轮{m}点出发，票价{n}元。",
        "{who}把旧书捐给了图书馆，一共{n}本。",
        "院子里的番茄每{m}天浇一次水。",
    ),
    "ja": (
        "{place}行きの船は{m}時に出て、料金は{n}円です。",
        "{who}は古い時計を直して、{n}日使っています。",
        "庭の大根は{m}日ごとに水をやります。",
    ),
}
PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 12).decode()


class Home:
    def __init__(self, folder, seed):
        self.folder = pathlib.Path(folder)
        self.seconds = 0
        random.seed(seed)  # also where email makes boundaries

    def write(self, name, content):
        """Writes a file; each is a minute younger than the one before."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        time = START.timestamp() + self.seconds
        os.utime(path, (time, time))
        self.seconds += 60

    def sentence(self, templates=ENGLISH):
        return random.choice(templates).format(
            thing=random.choice(THINGS),
            place=random.choice(PLACES),
            who=random.choice(PEOPLE),
            plant=random.choice(PLANTS),
            n=random.randrange(11, 99),
            m=random.randrange(2, 11),
        )

    def prose(self, sentences, templates=ENGLISH):
        return " ".join(self.sentence(templates) for _ in range(sentences))

    def time(self):
        return START + timedelta(seconds=self.seconds)


def notes(home):
    for number in range(48):
        who = random.choice(PEOPLE)
        head = f"---\nauthor: {who}\ndate: {home.time():%Y-%m-%d}\ntags: [house, number{number}]\n---\n" if number % 3 == 0 else ""
        home.write(f"notes/house/{number:02}.md", f"{head}# Note {number}\n\n{home.prose(3)}\n\n{home.prose(4)}\n")
    for language, templates in OTHER.items():
        for number in range(6):
            home.write(f"notes/{language}/{number}.txt", home.prose(4, templates) + "\n")
    for number in range(6):
        home.write(f"notes/drafts/draft-{number}.md", f"# Draft {number}\n\n{home.prose(5)}\n")
    rules = range(1, 31)
    sections = "\n".join(f"## Rule {rule}\n\n" + "\n\n".join(home.prose(random.randrange(2, 6)) for _ in range(random.randrange(1, 4))) + "\n" for rule in rules)
    home.write("notes/handbook.md", f"# Handbook of the house\n\n{sections}")
    home.write("notes/tea.md", "# Tea\n\nGreen tea is steeped at eighty degrees for two minutes.\n\nBlack tea takes boiling water and four minutes.\n")
    home.write("notes/trips/ferry.md", "# Ferry to the island\n\nThe ferry to the island leaves at seven from the old pier. Dogs travel free.\n")
    home.write("notes/trips/hut.md", "# The hut\n\nThe key of the mountain hut hangs behind the third shutter. Firewood is stacked below the stairs.\n")
    home.write("notes/trips/museum.md", "# The museum\n\nThe clockwork museum shows a water clock and two orreries. It is closed in February.\n")
    home.write("notes/zh/图书馆.md", "# 图书馆\n\n图书馆周末上午九点开门，借书证需要身份证办理。📚 儿童阅览室在二楼，每个星期六下午有故事会。\n")
    home.write("notes/party.md", "# Party 🎉\n\nBring lanterns 🏮 and a cake 🎂 for the garden party. Music 🎻 starts when the sun is down.\n")
    home.write("notes/empty.md", "")


def mail(home):
    for number in range(18):
        message = letter(home, f"Anfrage Nr. {number}: Wärmepumpe" if number % 4 == 0 else f"About the {random.choice(THINGS)}, {number}")
        message.set_content(home.prose(4) + "\n", cte=("base64", "quoted-printable")[number % 2])
        if number % 6 == 0:
            message.add_attachment(f"A list: {home.prose(2)}\n".encode(), maintype="text", subtype="plain", filename="list.txt")
            message.add_attachment(base64.b64decode(PIXEL), maintype="image", subtype="png", filename="photo.png")
        home.write(f"mail/{number:02}.eml", message.as_bytes())
    invoice = letter(home, "Rechnung für die Wärmepumpe")
    invoice.set_content("Guten Tag,\n\ndie Rechnung über 4.310 Euro für die Wärmepumpe ist fällig am 3. März.\n", cte="base64")
    home.write("mail/invoice.eml", invoice.as_bytes())
    home.write("mail/old.mbox", b"".join(mailbox_entry(home, f"Boat share {number}") for number in range(8)))


def letter(home, subject):
    message = EmailMessage()
    sender, receiver = random.sample(PEOPLE, 2)
    message["From"] = f"{sender} <{sender.split()[0].lower()}@example.org>"
    message["To"] = f"{receiver} <{receiver.split()[0].lower()}@example.org>"
    message["Subject"] = subject
    message["Date"] = format_datetime(home.time())
    message["Message-ID"] = f"<{home.seconds}@example.org>"
    return message


def mailbox_entry(home, subject):
    message = letter(home, subject)
    message.set_content(home.prose(3) + "\n\nFrom here on the coast is rocky.\n")
    body = message.as_bytes().replace(b"\nFrom ", b"\n>From ")
    return b"From someone@example.org Mon Jan  5 08:00:00 2026\n" + body + b"\n"


def notebook(home, number, cells=4):
    def cell(kind, source, **more):
        return {"cell_type": kind, "metadata": {}, "source": source, **more}

    made = [cell("markdown", f"# Study {number}\n\n{home.prose(3)}")]
    for _ in range(cells):
        plant = random.choice(PLANTS)
        outputs = [
            {"output_type": "stream", "name": "stdout", "text": [f"yield of {plant}: {random.randrange(10, 99)} kg\n"]},
            {"output_type": "display_data", "metadata": {}, "data": {"image/png": PIXEL}},
        ]
        made.append(cell("code", f"{plant} = load('{plant}.csv')\nprint(total({plant}))", execution_count=1, outputs=outputs))
        made.append(cell("markdown", home.prose(3)))
    kernel = {"kernelspec": {"name": "python3", "language": "python"}}
    return json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def tables(home):
    for number in range(6):
        home.write(f"notebooks/study-{number}.ipynb", notebook(home, number))
        rows = [f"{random.choice(PLACES)},{random.choice(THINGS)},{random.choice(PEOPLE)},{random.randrange(5, 500)}" for _ in range(30)]
        home.write(f"tables/loans-{number}.csv", "place,thing,person,price\n" + "\n".join(rows) + "\n")
    numbers = "\n".join(",".join(f"{random.random():.6f}" for _ in range(12)) for _ in range(200))
    home.write("tables/sensor.csv", numbers + "\n")


def chats(home):
    talks = []
    for number in range(4):
        nodes, parent = {}, None
        for turn in range(4):
            key = f"{number}-{turn}"
            role = ("user", "assistant")[turn % 2]
            message = {"author": {"role": role}, "create_time": home.time().timestamp(), "content": {"parts": [home.prose(2)]}}
            nodes[key] = {"id": key, "parent": parent, "message": message}
            parent = key
        talks.append({"title": f"Talk about the {THINGS[number]}", "mapping": nodes, "current_node": parent})
    home.write("chats/conversations.json", json.dumps(talks))
    users = [{"id": f"U{n}", "name": who.split()[0].lower(), "profile": {"real_name": who}} for n, who in enumerate(PEOPLE)]
    home.write("chats/slack/users.json", json.dumps(users))
    for day in range(3):
        lines = [{"type": "message", "user": f"U{n % 5}", "ts": f"{int(home.time().timestamp()) + n}.0002", "text": home.sentence() + f" Ask <@U{(n + 1) % 5}>."} for n in range(6)]
        home.write(f"chats/slack/garden/2026-01-0{day + 5}.json", json.dumps(lines))
    said = "\n".join(f"[{home.time():%d/%m/%Y}, 10:{n:02}:00] {random.choice(PEOPLE)}: {home.sentence()}" for n in range(12))
    home.write("chats/WhatsApp Chat.txt", said + "\n")


def documents(home):
    for number in range(10):
        paragraphs = "".join(f"<p>{home.prose(3)}</p>" for _ in range(2))
        home.write(f"web/page-{number}.html", f"<html><head><title>Page {number}</title><script>var x = 1;</script></head><body><nav>Home</nav>{paragraphs}</body></html>")
    for number in range(5):
        end = "" if number == 0 else "\\par"
        home.write(f"letters/{number}.rtf", "{\\rtf1\\ansi " + home.prose(3).encode("ascii", "ignore").decode() + end + "}")
    for number in range(3):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for member in ("readme.txt", "deep/list.md", ".hidden/secret.txt"):
                entry = zipfile.ZipInfo(member, (2026, 1, 5, 8, 0, 0))
                archive.writestr(entry, home.prose(3), zipfile.ZIP_DEFLATED)
        home.write(f"archives/{number}.zip", packed.getvalue())
    home.write("pictures/cat.png", base64.b64decode(PIXEL))


PRICES = '''"""What things cost in the shop."""


def gross_price(net_price, country):
    """Adds the value-added tax of a country to a net price."""
    return round(net_price * (1 + RATES[country]), 2)


RATES = {"DE": 0.19, "FR": 0.20, "IE": 0.23}
'''


def code(home):
    home.write("code/shop/.gitignore", "*.secret\n.env\nprivate/\n!keep.secret\n/dist/\n")
    home.write("code/shop/.env", f"TOKEN={SECRETS[0]}\n")
    home.write("code/shop/private/plan.md", f"# Plan\n\nThe {SECRETS[1]}.\n")
    home.write("code/shop/shop.secret", SECRETS[2] + "\n")
    home.write("code/shop/keep.secret", "This may be read by all.\n")
    home.write("code/shop/prices.py", PRICES)
    for number in range(14):
        thing = random.choice(THINGS).replace(" ", "_")
        home.write(f"code/shop/parts/part_{number}.py", f'"""{home.sentence()}"""\n\n\ndef count_{thing}_{number}(stock):\n    """{home.sentence()}"""\n    return stock.count("{thing}") * {number}\n')
    for number in range(8):
        home.write(f"code/site/src/view{number}.js", f"// {home.sentence()}\nexport function renderView{number}(root) {{\n  root.append('{random.choice(THINGS)}');\n}}\n")
    for number in range(6):
        home.write(f"code/tool/src/Tool{number}.java", f"/** {home.sentence()} */\nfinal class Tool{number} {{\n  int size() {{\n    return {number};\n  }}\n}}\n")
    packages = {f"node_modules/p{n}": {"version": f"1.{n}.0", "integrity": "sha512-" + base64.b64encode(random.randbytes(40)).decode()} for n in range(60)}
    home.write("code/site/package-lock.json", json.dumps({"name": "site", "lockfileVersion": 3, "packages": packages}, indent=1))
    for number in range(12):
        home.write(f"code/site/node_modules/p{number}/index.js", f"module.exports = {number};\n")
    home.write("code/site/static/app.min.js", "".join(f"function f{n}(a,b){{return a+b*{n}}}" for n in range(2000)))
    home.write("code/shop/dist/bundle.js", "bundled();\n")
    home.write("code/tool/tool.bin", bytes(range(256)) * 20)


def make(folder, seed=1):
    home = Home(folder, seed)
    for part in (notes, mail, tables, chats, documents, code):
        part(home)
    return home


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
