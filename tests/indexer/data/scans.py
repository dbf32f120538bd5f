#!/usr/bin/env python3
"""Makes the scans of this folder: a page of text each, printed, laid a little askew on a glass that is not clean, and kept as
a JPEG picture in a PDF without any text. Needs poppler-utils and the Liberation fonts' metrics (any PDF viewer's Times).
The texts are this project's own. Run it to make them again; the tests use what is kept here."""
import math
import random
import struct
import subprocess
import tempfile

TEXTS = {
    "en": ("Coming home to the village", [
        "When the boats returned in autumn, forty families came back to the lower valley. The municipality had repaired the "
        "school, but neither the well nor the footbridge, and the first winter was hard for everybody.",
        "The cooperative lent seeds and tools against a share of the harvest. By the second year most households grew "
        "enough cassava and groundnuts to sell a third of it at the weekly market.",
        "Interviews with returnees show that debts weigh more than hunger: whoever had borrowed for the journey paid "
        "back for six years on average."]),
    "fr": ("Le retour au village", [
        "Lorsque les pêcheurs sont revenus à l'automne, quarante familles se sont réinstallées dans la vallée. La commune "
        "avait réparé l'école, mais ni le puits ni la passerelle, et le premier hiver fut éprouvant pour tous.",
        "La coopérative a prêté des semences et des outils contre une part de la récolte. Dès la deuxième année, la plupart "
        "des ménages vendaient un tiers de leur manioc au marché hebdomadaire.",
        "Les entretiens montrent que les dettes pèsent plus lourd que la faim : ceux qui avaient emprunté pour le voyage "
        "ont remboursé pendant six ans en moyenne."]),
    "es": ("El regreso a la aldea", [
        "Cuando los pescadores volvieron en otoño, cuarenta familias se instalaron de nuevo en el valle. El municipio había "
        "reparado la escuela, pero no el pozo ni la pasarela, y el primer invierno fue duro para los niños.",
        "La cooperativa prestó semillas y herramientas a cambio de una parte de la cosecha. Al segundo año, la mayoría de los "
        "hogares vendía un tercio de su mandioca en el mercado semanal.",
        "Las entrevistas muestran que las deudas pesan más que el hambre: quienes habían pedido préstamos para el viaje "
        "los devolvieron durante seis años, por término medio."]),
}
DPI, WIDTH, HEIGHT = 150, 420, 430  # of the sheet, in points


def pdf(bodies):
    """A PDF of these objects, the first of which is its catalogue."""
    out, at = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in at)
    return out + (b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n"
                  % (len(at) + 1, table, len(at) + 1, len(out)))


def stream(keys, data):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (keys, len(data), data)


def page(resources, content):
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<<%s>>/Contents 4 0 R>>"
                % (WIDTH, HEIGHT, resources), stream(b"", content),
                b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>"])


def printed(title, paragraphs):
    """Lines of some sixty letters; a word that does not fit is cut where that leaves letters on both sides."""
    lines = [title, ""]
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) + 1 > 62 and len(word) > 9 and len(line) < 56:
                lines.append(line + " " + word[:5] + "-")
                line = word[5:]
            elif len(line) + len(word) + 1 > 62:
                lines.append(line)
                line = word
            else:
                line = (line + " " + word).strip()
        lines += [line, ""]
    shown = b"".join(b"(%s) Tj T*\n" % line.replace("(", "\\(").replace(")", "\\)").encode("cp1252") for line in lines)
    return page(b"/Font<</F 5 0 R>>", b"BT /F 12 Tf 40 390 Td 16 TL\n%sET" % shown)


def askew(pgm, seed):
    """Turned by half a degree, blurred, specked, on grey paper."""
    head = pgm.split(b"\n", 3)
    width, height = map(int, head[1].split())
    pixels, chance, angle = head[3], random.Random(seed), math.radians(0.5)
    cos, sin, out = math.cos(angle), math.sin(angle), bytearray(width * height)
    for y in range(height):
        for x in range(width):
            u = cos * (x - width / 2) - sin * (y - height / 2) + width / 2
            v = sin * (x - width / 2) + cos * (y - height / 2) + height / 2
            column, row = int(u), int(v)
            if 0 <= column < width - 1 and 0 <= row < height - 1:
                i, du, dv = row * width + column, u - column, v - row
                ink = ((pixels[i] * (1 - du) + pixels[i + 1] * du) * (1 - dv)
                       + (pixels[i + width] * (1 - du) + pixels[i + width + 1] * du) * dv)
            else:
                ink = 255
            out[y * width + x] = max(0, min(255, int(40 + ink * 0.78 + chance.gauss(0, 5))))
    for _ in range(60):
        out[chance.randrange(len(out))] = 40
    return width, height, bytes(out)


def jpeg_size(data):
    at = 2
    while data[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + struct.unpack(">H", data[at + 2:at + 4])[0]
    height, width, parts = struct.unpack(">HHB", data[at + 5:at + 10])
    return width, height, parts


def with_picture(keys, data):
    bodies = page(b"/XObject<</X 5 0 R>>", b"%d 0 0 %d 0 0 cm /X Do" % (WIDTH, HEIGHT))
    font = bodies.index(b"5 0 obj")
    return (bodies[:font] + b"5 0 obj\n" + stream(b"/Type/XObject/Subtype/Image/BitsPerComponent 8" + keys, data)
            + b"\nendobj\ntrailer\n<</Root 1 0 R/Size 6>>\n%%EOF\n")


def scan(lang, folder):
    source, picture = f"{folder}/a.pdf", f"{folder}/b.pdf"
    with open(source, "wb") as file:
        file.write(printed(*TEXTS[lang]))
    pgm = subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), source], check=True, capture_output=True).stdout
    width, height, pixels = askew(pgm, lang)
    with open(picture, "wb") as file:
        file.write(with_picture(b"/ColorSpace/DeviceGray/Width %d/Height %d" % (width, height), pixels))
    subprocess.run(["pdftoppm", "-singlefile", "-jpeg", "-jpegopt", "quality=30", "-r", str(DPI), picture, f"{folder}/c"], check=True)
    with open(f"{folder}/c.jpg", "rb") as file:
        jpeg = file.read()
    width, height, parts = jpeg_size(jpeg)
    keys = b"/Filter/DCTDecode/ColorSpace/%s/Width %d/Height %d" % (b"DeviceGray" if parts == 1 else b"DeviceRGB", width, height)
    with open(f"scan-{lang}.pdf", "wb") as file:
        file.write(with_picture(keys, jpeg))


if __name__ == "__main__":
    for language in TEXTS:
        with tempfile.TemporaryDirectory() as work:
            scan(language, work)
