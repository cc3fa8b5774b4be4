"""Where the host's pages are."""

from django.urls import path

from django_host.views import register

urlpatterns = [path("documents", register)]
