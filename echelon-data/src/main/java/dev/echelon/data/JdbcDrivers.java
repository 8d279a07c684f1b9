package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Finds the driver of a database: in the jars that a person named, or among those on the class path. */
final class JdbcDrivers {
    private JdbcDrivers() {}

    /**
     * The driver for the address.
     *
     * @throws EchelonException if there is none
     */
    static Driver find(JdbcAddress address, Optional<Path> jars) {
        if (jars.isPresent()) {
            ClassLoader loader = new URLClassLoader(urls(jars.get()), JdbcDrivers.class.getClassLoader());
            for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
                if (accepts(driver, address)) {
                    return driver;
                }
            }
            throw new EchelonException("'" + jars.get() + "' holds no JDBC driver for " + address.shown());
        }
        try {
            return DriverManager.getDriver(address.url());
        } catch (SQLException e) {
            throw new EchelonException(
                    "there is no JDBC driver for 'jdbc:" + address.kind()
                            + ":' here; download it and name its jar (--driver-path driver.jar)",
                    e);
        }
    }

    private static boolean accepts(Driver driver, JdbcAddress address) {
        try {
            return driver.acceptsURL(address.url());
        } catch (SQLException e) {
            return false;
        }
    }

    private static URL[] urls(Path path) {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
            } catch (IOException e) {
                throw new EchelonException("cannot read the folder '" + path + "' of the JDBC driver", e);
            }
        } else if (Files.isReadable(path)) {
            jars.add(path);
        }
        if (jars.isEmpty()) {
            throw new EchelonException("there is no jar '" + path + "' with a JDBC driver");
        }
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = url(jars.get(i));
        }
        return urls;
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new EchelonException("'" + jar + "' is not the name of a jar", e);
        }
    }
}
