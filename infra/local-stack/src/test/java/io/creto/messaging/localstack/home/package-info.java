@NullMarked
package io.creto.messaging.localstack.home;

import org.jspecify.annotations.NullMarked;
