package de.containerconf.postgresql.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.containerconf.postgresql.bench.Plot.Line;
import de.containerconf.postgresql.bench.Plot.Panel;
import de.containerconf.postgresql.bench.Plot.Point;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class PlotTest {

    @Test
    void tenfoldIsTheSameWayEverywhere() throws Exception {
        var points = List.of(new Point(100, 3), new Point(1_000, 30), new Point(10_000, 300));
        var document = draw(new Panel("memory, MiB", List.of(new Line("at rest", points))));

        var drawn = points(document);
        assertThat(drawn).hasSize(3);
        assertThat(drawn.get(1).x() - drawn.get(0).x())
                .isPositive()
                .isCloseTo(drawn.get(2).x() - drawn.get(1).x(), within(0.02));
        // Downwards is more in SVG.
        assertThat(drawn.get(1).y() - drawn.get(0).y())
                .isNegative()
                .isCloseTo(drawn.get(2).y() - drawn.get(1).y(), within(0.02));
    }

    @Test
    void aSinglePointIsDrawnToo() throws Exception {
        var line = new Line("at rest", List.of(new Point(10, 10)));

        assertThat(points(draw(new Panel("memory, MiB", List.of(line))))).hasSize(1);
    }

    @Test
    void everyLineIsInTheLegend() throws Exception {
        var points = List.of(new Point(1, 2), new Point(10, 20));
        var document =
                draw(
                        new Panel(
                                "time, ms",
                                List.of(new Line("restart", points), new Line("edit", points))));

        assertThat(document.getDocumentElement().getTextContent()).contains("restart", "edit");
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    }

    private static Document draw(Panel... panels) throws Exception {
        var svg = new Plot(List.of(panels)).svg();
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }

    private static List<Point> points(Document document) {
        var line = (Element) document.getElementsByTagName("polyline").item(0);
        return Stream.of(line.getAttribute("points").split(" "))
                .map(each -> each.split(","))
                .map(each -> new Point(Double.parseDouble(each[0]), Double.parseDouble(each[1])))
                .toList();
    }
}
