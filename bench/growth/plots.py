"""Draws a curve's table as an SVG with gnuplot: small, without a background, in colours that can be read on a light
page and on a dark one."""

import re
import subprocess

TEXT = "#7d8590"
GRID = "#7d8590"
COLOURS = ["#3b82f6", "#f97316", "#10b981", "#a855f7"]


def style_of(line, lines):
    """Gives lines of one kind (the part before the comma in "SQLite, latest") one colour, and each its own dashes."""
    kinds = list(dict.fromkeys(name.split(",")[0] for name in lines))
    name = lines[line]
    dashes = [other for other in lines if other.split(",")[0] == name.split(",")[0]].index(name) + 1
    return f'lc rgb "{COLOURS[kinds.index(name.split(",")[0])]}" dt {dashes} lw 2 pt 7 ps 0.4'


def draw(table, plot, columns, svg):
    """Draws the CSV file `table` into the file `svg`."""
    axis = f'textcolor rgb "{TEXT}"'
    commands = [
        'set terminal svg size 640,340 font "sans-serif,13"',
        'set datafile separator comma',
        'set datafile columnheaders',
        f'set border 3 lc rgb "{GRID}"',
        f'set grid lc rgb "{GRID}" lw 0.3 dt 3',
        f'set title "{plot.title}" {axis}',
        f'set xlabel "{columns[0]}" {axis}',
        f'set ylabel "{plot.y_label}" {axis}',
        f'set tics nomirror {axis}',
        'set mxtics 1; set mytics 1',
        f'set key outside right center {axis}',
        'set logscale x' if plot.is_x_logarithmic else f'set xtics {plot.x_step}',
        'set xrange [*:*] noextend',
        'set logscale y' if plot.is_y_logarithmic else 'set yrange [0:*]',
        f'set format x "{"10^{%L}" if columns[0].startswith("messages") else "%.0f"}"',
    ]
    lines = columns[1:]
    drawn = [f'"{table}" using 1:{2 + line} with linespoints title "{lines[line]}" {style_of(line, lines)}'
             for line in range(len(lines))]
    script = "\n".join([*commands, "plot " + ", \\\n  ".join(drawn), ""])
    drawn = subprocess.run(["gnuplot"], input=script, text=True, check=True, capture_output=True).stdout
    svg.write_text(slim(drawn), encoding="utf-8")


def slim(svg):
    """Without the groups that hold nothing and the symbols that nothing uses: most of what gnuplot writes."""
    svg = re.sub(r"<g [^>]*>\s*</g>\s*", "", svg)
    svg = re.sub(r"\t*<filter.*?</filter>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<(?:path|rect|use)[^>]* id='gpPt(?!5'|6')\d+'[^>]*/>|\s*<path id='gpPt\d+'[^>]*/>", "", svg)
    return re.sub(r" stroke-linecap=\"butt\" stroke-linejoin=\"miter\"|\s+(?=</g>)", "", svg).rstrip() + "\n"
