package de.containerconf.postgresql.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A drawing of lines on logarithmic axes, as SVG: what grows as its number does has the slope 1.
/// Its colours suit light and dark pages.
///
/// @param panels side by side
record Plot(List<Panel> panels) {

    private static final int WIDTH = 420;
    private static final int HEIGHT = 400;
    private static final int LEFT = 56;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int BOTTOM = 330;
    private static final int LEGEND = 18;

    private static final String STYLE =
            """
            <style>
              text { font: 12px sans-serif; fill: #1f2328; }
              .title { font-weight: bold; }
              .grid { stroke: #8c959f; stroke-opacity: 0.35; }
              .line { fill: none; stroke-width: 2; }
              .c0 { stroke: #0969da; } .c1 { stroke: #bc4c00; } .c2 { stroke: #1a7f37; } .c3 { stroke: #8250df; }
              circle { stroke-width: 4; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; }
                .c0 { stroke: #58a6ff; } .c1 { stroke: #f0883e; } .c2 { stroke: #56d364; } .c3 { stroke: #bc8cff; }
              }
            </style>
            """;

    Plot {
        panels = List.copyOf(panels);
    }

    /// @param title what the upright axis shows, with its unit
    /// @param lines at most four
    record Panel(String title, List<Line> lines) {}

    record Line(String name, List<Point> points) {}

    /// Both positive.
    record Point(double x, double y) {}

    String svg() {
        var height =
                HEIGHT
                        + LEGEND
                                * panels.stream()
                                        .mapToInt(each -> each.lines().size())
                                        .max()
                                        .orElse(0);
        var svg = new StringBuilder();
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                """
                        .formatted(WIDTH * panels.size(), height));
        svg.append(STYLE);
        for (var i = 0; i < panels.size(); i++) {
            svg.append("<g transform=\"translate(%d 0)\">%n".formatted(i * WIDTH));
            draw(panels.get(i), svg);
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private static void draw(Panel panel, StringBuilder svg) {
        var points = panel.lines().stream().flatMap(line -> line.points().stream()).toList();
        var x = Axis.of(points.stream().mapToDouble(Point::x).toArray(), LEFT, WIDTH - RIGHT);
        var y = Axis.of(points.stream().mapToDouble(Point::y).toArray(), BOTTOM, TOP);
        text(svg, LEFT, TOP - 16, "start", "title", panel.title());
        for (var decade : x.decades()) {
            grid(svg, x.at(decade), TOP, x.at(decade), BOTTOM);
            text(svg, x.at(decade), BOTTOM + 18, "middle", "tick", number(decade));
        }
        for (var decade : y.decades()) {
            grid(svg, LEFT, y.at(decade), WIDTH - RIGHT, y.at(decade));
            text(svg, LEFT - 8, y.at(decade) + 4, "end", "tick", number(decade));
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, BOTTOM + 38, "middle", "tick", "objects");
        for (var i = 0; i < panel.lines().size(); i++) {
            line(svg, panel.lines().get(i), i, x, y);
        }
    }

    private static void line(StringBuilder svg, Line line, int index, Axis x, Axis y) {
        var path = new StringBuilder();
        for (var point : line.points()) {
            path.append(coordinates(x.at(point.x()), y.at(point.y()))).append(' ');
        }
        svg.append(
                "<polyline class=\"line c%d\" points=\"%s\"/>%n"
                        .formatted(index, path.toString().strip()));
        for (var point : line.points()) {
            svg.append(
                    "<circle class=\"c%d\" cx=\"%s\" cy=\"%s\" r=\"2\"><title>%s: %s</title></circle>%n"
                            .formatted(
                                    index,
                                    number(x.at(point.x())),
                                    number(y.at(point.y())),
                                    line.name(),
                                    number(point.y())));
        }
        var height = BOTTOM + 62 + LEGEND * index;
        svg.append(
                "<line class=\"line c%1$d\" x1=\"%2$d\" y1=\"%3$d\" x2=\"%4$d\" y2=\"%3$d\"/>%n"
                        .formatted(index, LEFT, height - 4, LEFT + 24));
        text(svg, LEFT + 32, height, "start", "legend", line.name());
    }

    private static void grid(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(
                "<line class=\"grid\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>%n"
                        .formatted(number(x1), number(y1), number(x2), number(y2)));
    }

    /// @param text nothing that XML would take for its own
    private static void text(
            StringBuilder svg, double x, double y, String anchor, String style, String text) {
        svg.append(
                "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>%n"
                        .formatted(style, number(x), number(y), anchor, text));
    }

    private static String coordinates(double x, double y) {
        return number(x) + "," + number(y);
    }

    /// Without superfluous zeros.
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }

    /// From a decade to a decade.
    ///
    /// @param from where the lower one is drawn
    /// @param to where the upper one is drawn
    private record Axis(int low, int high, double from, double to) {

        static Axis of(double[] values, double from, double to) {
            var logs = java.util.Arrays.stream(values).map(Math::log10).summaryStatistics();
            var low = (int) Math.floor(logs.getMin());
            return new Axis(low, Math.max(low + 1, (int) Math.ceil(logs.getMax())), from, to);
        }

        double at(double value) {
            return from + (to - from) * (Math.log10(value) - low) / (high - low);
        }

        List<Double> decades() {
            return IntStream.rangeClosed(low, high).mapToObj(each -> Math.pow(10, each)).toList();
        }
    }
}
