/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/**
 * The warnings, or more, that a class or package logs while this is open; they appear nowhere else
 * meanwhile.
 */
public final class CapturedLog implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level usual;
    private final boolean configured;
    private final AbstractAppender appender =
            new AbstractAppender("captured", null, null, true, Property.EMPTY_ARRAY) {
                @Override
                public void append(LogEvent event) {
                    if (event.getLevel().isMoreSpecificThan(logger.getLevel())) {
                        lines.add(event.getMessage().getFormattedMessage());
                    }
                }
            };

    private CapturedLog(Logger logger, Level level) {
        this.logger = logger;
        usual = logger.getLevel();
        configured = configuration().getLoggers().containsKey(logger.getName());
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
        // In its configuration, so that it holds for all loggers below it too.
        Configurator.setLevel(logger, level);
    }

    public static CapturedLog of(Class<?> type) {
        return of(type.getName());
    }

    public static CapturedLog of(String logger) {
        return new CapturedLog((Logger) LogManager.getLogger(logger), Level.WARN);
    }

    /** With what is said when nothing is wrong. */
    public static CapturedLog withInfo(Class<?> type) {
        return withInfo(type.getName());
    }

    /** The same of a class that cannot be named here. */
    public static CapturedLog withInfo(String logger) {
        return new CapturedLog((Logger) LogManager.getLogger(logger), Level.INFO);
    }

    /** With everything that is said at a level and above it, by these loggers. */
    public static CapturedLog at(Level level, String logger) {
        return new CapturedLog((Logger) LogManager.getLogger(logger), level);
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        logger.removeAppender(appender);
        if (configured) {
            logger.setAdditive(true);
            Configurator.setLevel(logger, usual);
        } else {
            // What stays would keep a later test of the same process from its own configuration.
            configuration().removeLogger(logger.getName());
            logger.getContext().updateLoggers();
        }
        appender.stop();
    }

    private Configuration configuration() {
        return logger.getContext().getConfiguration();
    }
}
