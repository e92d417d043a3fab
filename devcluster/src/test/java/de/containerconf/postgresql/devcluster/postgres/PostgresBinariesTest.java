package de.containerconf.postgresql.devcluster.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {

    @TempDir private Path cache;

    @Test
    void of_two_that_unpack_at_the_same_time_the_second_takes_what_the_first_made()
            throws IOException {
        var home = cache.resolve("postgresql-18.6");

        PostgresBinaries.moveTo(home, unpacked("first"));
        PostgresBinaries.moveTo(home, unpacked("second"));

        assertThat(home.resolve("bin/postgres")).hasContent("first");
        assertThat(cache).isDirectoryNotContaining("glob:**second*");
    }

    private Path unpacked(String who) throws IOException {
        var folder = cache.resolve("unpacking-" + who);
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("bin/postgres"), who);
        return folder;
    }
}
