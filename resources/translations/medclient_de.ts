<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Video consultations</source>
        <translation>Videosprechstunde</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>Picture, sound, names and messages are encrypted between you and the patient. The practice service stores times and ciphertext only.</source>
        <translation>Bild, Ton, Namen und Nachrichten sind zwischen Ihnen und dem Patienten verschlüsselt. Der Praxisdienst speichert nur Zeiten und Verschlüsseltes.</translation>
    </message>
    <message>
        <source>Patient page</source>
        <translation>Patientenseite</translation>
    </message>
    <message>
        <source>Check value of the page that belongs to this program: {digest}</source>
        <translation>Prüfwert der Seite, die zu diesem Programm gehört: {digest}</translation>
    </message>
    <message>
        <source>The practice service serves another page. Ask your operator why.</source>
        <translation>Der Praxisdienst liefert eine andere Seite aus. Fragen Sie Ihren Betreiber nach dem Grund.</translation>
    </message>
    <message>
        <source>The practice service serves exactly this page.</source>
        <translation>Der Praxisdienst liefert genau diese Seite aus.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later, without any warranty. You may use, study, share and improve it.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer, ohne jede Gewährleistung. Sie dürfen sie nutzen, untersuchen, weitergeben und verbessern.</translation>
    </message>
    <message>
        <source>Work of others</source>
        <translation>Arbeit anderer</translation>
    </message>
    <message>
        <source>Every library in this installation, with its licence, as it came with the library itself.</source>
        <translation>Jede Bibliothek dieser Installation mit ihrer Lizenz, wie sie der Bibliothek selbst beilag.</translation>
    </message>
</context>
<context>
    <name>AccountMenu</name>
    <message>
        <source>Practice and account</source>
        <translation>Praxis und Konto</translation>
    </message>
    <message>
        <source>Lock screen (Ctrl+L)</source>
        <translation>Bildschirm sperren (Strg+L)</translation>
    </message>
    <message>
        <source>Rehearsal call</source>
        <translation>Probegespräch</translation>
    </message>
    <message>
        <source>Device settings</source>
        <translation>Geräteeinstellungen</translation>
    </message>
    <message>
        <source>System test</source>
        <translation>Systemtest</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Past consultations</source>
        <translation>Abgeschlossene Gespräche</translation>
    </message>
    <message>
        <source>Save system report</source>
        <translation>Systembericht speichern</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Details for invitations</source>
        <translation>Angaben für Einladungen</translation>
    </message>
    <message>
        <source>Start and background</source>
        <translation>Start und Hintergrund</translation>
    </message>
    <message>
        <source>Start with the computer</source>
        <translation>Mit dem Computer starten</translation>
    </message>
    <message>
        <source>Go on in the tray when the window is closed</source>
        <translation>Nach dem Schließen des Fensters im Hintergrund weiterlaufen</translation>
    </message>
    <message>
        <source>Terms of use</source>
        <translation>Nutzungsbedingungen</translation>
    </message>
    <message>
        <source>What may be done by video</source>
        <translation>Was per Video erlaubt ist</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>Praxis</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Instructions and keys</source>
        <translation>Anleitung und Tasten</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
</context>
<context>
    <name>AccountPage</name>
    <message>
        <source>Practice and account</source>
        <translation>Praxis und Konto</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>My account</source>
        <translation>Mein Konto</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>Praxis</translation>
    </message>
</context>
<context>
    <name>AccountPresenter</name>
    <message>
        <source>A practice needs an administrator. Make somebody else one first.</source>
        <translation>Eine Praxis braucht jemanden, der sie verwaltet. Bestimmen Sie zuerst jemand anderen.</translation>
    </message>
    <message>
        <source>Switch on your own second factor first.</source>
        <translation>Schalten Sie zuerst Ihren eigenen zweiten Faktor ein.</translation>
    </message>
    <message>
        <source>You are not an administrator of this practice any more.</source>
        <translation>Sie verwalten diese Praxis nicht mehr.</translation>
    </message>
    <message>
        <source>The practice service refuses it.</source>
        <translation>Der Praxisdienst lehnt das ab.</translation>
    </message>
    <message>
        <source>The practice service cannot be reached. Nothing was changed.</source>
        <translation>Der Praxisdienst ist nicht erreichbar. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The password is changed. Everywhere else you are signed out.</source>
        <translation>Das Passwort ist geändert. Überall sonst sind Sie abgemeldet.</translation>
    </message>
    <message>
        <source>The new recovery code is good from now on.</source>
        <translation>Der neue Wiederherstellungscode gilt ab jetzt.</translation>
    </message>
    <message>
        <source>The second factor is on.</source>
        <translation>Der zweite Faktor ist eingeschaltet.</translation>
    </message>
    <message>
        <source>The second factor is off.</source>
        <translation>Der zweite Faktor ist ausgeschaltet.</translation>
    </message>
    <message>
        <source>Save the practice&apos;s data</source>
        <translation>Daten der Praxis speichern</translation>
    </message>
    <message>
        <source>ZIP file (*.zip)</source>
        <translation>ZIP-Datei (*.zip)</translation>
    </message>
    <message>
        <source>practice</source>
        <translation>praxis</translation>
    </message>
    <message>
        <source>The file could not be written. Choose another place.</source>
        <translation>Die Datei konnte nicht geschrieben werden. Bitte wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The data is written to {file}.</source>
        <translation>Die Daten stehen in {file}.</translation>
    </message>
</context>
<context>
    <name>AccountTexts</name>
    <message>
        <source>Staff</source>
        <translation>Praxisteam</translation>
    </message>
    <message>
        <source>Practitioner</source>
        <translation>Behandelnde Person</translation>
    </message>
    <message>
        <source>set up the practice</source>
        <translation>hat die Praxis eingerichtet</translation>
    </message>
    <message>
        <source>signed in</source>
        <translation>hat sich angemeldet</translation>
    </message>
    <message>
        <source>failed to sign in</source>
        <translation>konnte sich nicht anmelden</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>hat sich abgemeldet</translation>
    </message>
    <message>
        <source>changed the password</source>
        <translation>hat das Passwort geändert</translation>
    </message>
    <message>
        <source>made a recovery code</source>
        <translation>hat einen Wiederherstellungscode erstellt</translation>
    </message>
    <message>
        <source>used the recovery code</source>
        <translation>hat den Wiederherstellungscode benutzt</translation>
    </message>
    <message>
        <source>switched a second factor on</source>
        <translation>hat einen zweiten Faktor eingeschaltet</translation>
    </message>
    <message>
        <source>switched a second factor off</source>
        <translation>hat einen zweiten Faktor ausgeschaltet</translation>
    </message>
    <message>
        <source>ended other sign-ins</source>
        <translation>hat andere Anmeldungen beendet</translation>
    </message>
    <message>
        <source>invited a colleague</source>
        <translation>hat jemanden eingeladen</translation>
    </message>
    <message>
        <source>withdrew an invitation</source>
        <translation>hat eine Einladung zurückgezogen</translation>
    </message>
    <message>
        <source>accepted an invitation</source>
        <translation>hat eine Einladung angenommen</translation>
    </message>
    <message>
        <source>changed a role</source>
        <translation>hat eine Rolle geändert</translation>
    </message>
    <message>
        <source>deactivated an account</source>
        <translation>hat ein Konto stillgelegt</translation>
    </message>
    <message>
        <source>reactivated an account</source>
        <translation>hat ein Konto wieder freigegeben</translation>
    </message>
    <message>
        <source>asked everybody for a second factor</source>
        <translation>verlangt von allen einen zweiten Faktor</translation>
    </message>
    <message>
        <source>left the second factor to each</source>
        <translation>stellt den zweiten Faktor allen frei</translation>
    </message>
    <message>
        <source>exported the data</source>
        <translation>hat die Daten exportiert</translation>
    </message>
    <message>
        <source>entered an appointment</source>
        <translation>hat einen Termin eingetragen</translation>
    </message>
    <message>
        <source>changed an appointment</source>
        <translation>hat einen Termin geändert</translation>
    </message>
    <message>
        <source>cancelled an appointment</source>
        <translation>hat einen Termin abgesagt</translation>
    </message>
    <message>
        <source>wrote to a patient</source>
        <translation>hat eine Nachricht geschrieben</translation>
    </message>
</context>
<context>
    <name>AppointmentHistory</name>
    <message>
        <source>Entered</source>
        <translation>Eingetragen</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Link kopiert</translation>
    </message>
    <message>
        <source>Invitation by e-mail prepared</source>
        <translation>Einladung per E-Mail vorbereitet</translation>
    </message>
    <message>
        <source>Calendar file saved</source>
        <translation>Kalenderdatei gespeichert</translation>
    </message>
    <message>
        <source>Invitation sheet printed or saved</source>
        <translation>Einladungsblatt gedruckt oder gespeichert</translation>
    </message>
    <message>
        <source>Patient has opened the link</source>
        <translation>Patient hat den Link geöffnet</translation>
    </message>
    <message>
        <source>Patient has entered the waiting room</source>
        <translation>Patient ist im Wartezimmer</translation>
    </message>
    <message>
        <source>Call begun</source>
        <translation>Gespräch begonnen</translation>
    </message>
    <message>
        <source>Ended without a call</source>
        <translation>Ohne Gespräch beendet</translation>
    </message>
    <message>
        <source>Call ended after {length}</source>
        <translation>Gespräch nach {length} beendet</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgesagt</translation>
    </message>
</context>
<context>
    <name>AppointmentNotices</name>
    <message>
        <source>Link copied. Give it to this patient only.</source>
        <translation>Link kopiert. Bitte geben Sie ihn nur diesem Patienten.</translation>
    </message>
    <message>
        <source>Message sent.</source>
        <translation>Nachricht gesendet.</translation>
    </message>
    <message>
        <source>The patient reads how late it will be.</source>
        <translation>Der Patient liest, wie viel später es wird.</translation>
    </message>
    <message>
        <source>The patient was not told. Please try again.</source>
        <translation>Der Patient hat es nicht erfahren. Bitte versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The message was not sent. Its text is kept; please try again.</source>
        <translation>Die Nachricht wurde nicht gesendet. Der Text ist noch da; bitte versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Appointment saved.</source>
        <translation>Termin gespeichert.</translation>
    </message>
    <message>
        <source>Saved for the whole practice.</source>
        <translation>Für die ganze Praxis gespeichert.</translation>
    </message>
    <message>
        <source>Appointments saved, each with its own link.</source>
        <translation>Termine gespeichert, jeder mit eigenem Link.</translation>
    </message>
    <message>
        <source>The link is copied and valid at once. Give it to this patient only.</source>
        <translation>Der Link ist kopiert und gilt sofort. Geben Sie ihn nur diesem Patienten.</translation>
    </message>
    <message>
        <source>The appointment is cancelled; its link closes.</source>
        <translation>Der Termin wird abgesagt, sein Link geschlossen.</translation>
    </message>
    <message>
        <source>Undone.</source>
        <translation>Rückgängig gemacht.</translation>
    </message>
    <message>
        <source>This can no longer be undone.</source>
        <translation>Das lässt sich nicht mehr rückgängig machen.</translation>
    </message>
    <message>
        <source>This is the new link. The old one is void and says so to whoever opens it.</source>
        <translation>Das ist der neue Link. Der alte gilt nicht mehr und sagt es jedem, der ihn öffnet.</translation>
    </message>
    <message>
        <source>The practice service serves another patient page than the one of this program. If program and service were not updated at different times, ask your operator before you call anybody.</source>
        <translation>Der Praxisdienst liefert eine andere Patientenseite aus als die dieses Programms. Wurden Programm und Dienst nicht zu verschiedenen Zeiten aktualisiert, fragen Sie Ihren Betreiber, bevor Sie jemanden anrufen.</translation>
    </message>
    <message>
        <source>The appointment was not saved. Please try again.</source>
        <translation>Der Termin wurde nicht gespeichert. Bitte versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile. Please look at it and change it again.</source>
        <translation>Jemand anderes hat das inzwischen geändert. Bitte sehen Sie es sich an und ändern Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The appointment was not cancelled; its link is still valid.</source>
        <translation>Der Termin wurde nicht abgesagt; sein Link ist noch gültig.</translation>
    </message>
    <message>
        <source>The consultation could not be opened. Please try again.</source>
        <translation>Die Sprechstunde konnte nicht geöffnet werden. Bitte versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>This link is closed. Enter a new appointment for the patient.</source>
        <translation>Dieser Link ist geschlossen. Bitte tragen Sie für den Patienten einen neuen Termin ein.</translation>
    </message>
    <message>
        <source>The link that was opened is no appointment of this practice.</source>
        <translation>Der geöffnete Link gehört zu keinem Termin dieser Praxis.</translation>
    </message>
    <message>
        <source>File saved. It holds the link: give it to this patient only.</source>
        <translation>Datei gespeichert. Sie enthält den Link: Geben Sie sie nur diesem Patienten.</translation>
    </message>
    <message>
        <source>The file could not be saved. Please choose another place.</source>
        <translation>Die Datei ließ sich nicht speichern. Bitte wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The invitation is being printed.</source>
        <translation>Die Einladung wird gedruckt.</translation>
    </message>
    <message>
        <source>No printer was found. You can save the sheet as PDF.</source>
        <translation>Es wurde kein Drucker gefunden. Sie können das Blatt als PDF speichern.</translation>
    </message>
    <message>
        <source>The e-mail is ready in your mail program.</source>
        <translation>Die E-Mail liegt in Ihrem Mailprogramm bereit.</translation>
    </message>
    <message>
        <source>No mail program opens on this computer. You can copy the link instead.</source>
        <translation>Auf diesem Computer öffnet sich kein Mailprogramm. Sie können stattdessen den Link kopieren.</translation>
    </message>
    <message>
        <source>The system does not let the program start with the computer.</source>
        <translation>Das System lässt das Programm nicht mit dem Computer starten.</translation>
    </message>
    <message>
        <source>The settings could not be read and were reset; the old file is kept.</source>
        <translation>Die Einstellungen waren nicht lesbar und wurden zurückgesetzt; die alte Datei ist aufgehoben.</translation>
    </message>
    <message>
        <source>The clock of this computer is wrong. Times follow the practice service.</source>
        <translation>Die Uhr dieses Computers geht falsch. Es gilt die Zeit des Praxisdienstes.</translation>
    </message>
    <message>
        <source>You have no recovery code. If your password is lost, nobody can help: make one under “Practice and account”.</source>
        <translation>Sie haben keinen Wiederherstellungscode. Geht Ihr Passwort verloren, kann niemand helfen: Erstellen Sie einen unter „Praxis und Konto“.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>AppointmentTexts</name>
    <message>
        <source>HH:mm</source>
        <translation>HH:mm</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <translation>ddd d. MMM</translation>
    </message>
    <message>
        <source>ddd d MMM yy</source>
        <translation>ddd d. MMM yy</translation>
    </message>
    <message>
        <source>dddd, d MMMM yyyy</source>
        <translation>dddd, d. MMMM yyyy</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>Name not readable</source>
        <translation>Name nicht lesbar</translation>
    </message>
    <message>
        <source>overdue for {length}</source>
        <translation>seit {length} überfällig</translation>
    </message>
    <message>
        <source>is waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>waiting for {length}</source>
        <translation>wartet seit {length}</translation>
    </message>
    <message>
        <source>call is running</source>
        <translation>Gespräch läuft</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgesagt</translation>
    </message>
    <message>
        <source>access closed</source>
        <translation>Zugang geschlossen</translation>
    </message>
    <message>
        <source>over</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>over after {length}</source>
        <translation>beendet nach {length}</translation>
    </message>
    <message>
        <source>was here, has left</source>
        <translation>war da, ist gegangen</translation>
    </message>
    <message>
        <source>not here yet</source>
        <translation>noch nicht da</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>in {length}</source>
        <translation>in {length}</translation>
    </message>
    <message>
        <source>planned</source>
        <translation>geplant</translation>
    </message>
    <message>
        <source>Practice patient</source>
        <translation>Übungspatient</translation>
    </message>
    <message>
        <source>Rehearsal call</source>
        <translation>Probegespräch</translation>
    </message>
</context>
<context>
    <name>AppointmentsPage</name>
    <message>
        <source>The practice service cannot be reached. The list may be out of date.</source>
        <translation>Der Praxisdienst ist nicht erreichbar. Die Liste ist möglicherweise nicht aktuell.</translation>
    </message>
    <message>
        <source>The list could not be updated. It may be out of date.</source>
        <translation>Die Liste konnte nicht aktualisiert werden und ist möglicherweise veraltet.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Appointments are loading</source>
        <translation>Termine werden geladen</translation>
    </message>
    <message>
        <source>Looking through the appointments</source>
        <translation>Die Termine werden durchsucht</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Niemand gefunden</translation>
    </message>
    <message>
        <source>The names of all appointments are looked through, from three months back to one year ahead.</source>
        <translation>Durchsucht werden die Namen aller Termine, von vor drei Monaten bis in einem Jahr.</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>No video appointments on this day</source>
        <translation>Keine Videotermine an diesem Tag</translation>
    </message>
    <message>
        <source>No video appointments today</source>
        <translation>Heute keine Videotermine</translation>
    </message>
    <message>
        <source>Enter an appointment; you get the link for the patient at once.</source>
        <translation>Tragen Sie einen Termin ein; den Link für den Patienten erhalten Sie sofort.</translation>
    </message>
    <message>
        <source>Enter appointment</source>
        <translation>Termin eintragen</translation>
    </message>
    <message>
        <source>The practice service cannot be reached</source>
        <translation>Der Praxisdienst ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Patients keep their place. Check the network of this computer, then try again.</source>
        <translation>Ihre Patienten behalten ihren Platz. Bitte prüfen Sie das Netzwerk dieses Computers und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The list could not be loaded</source>
        <translation>Die Liste konnte nicht geladen werden</translation>
    </message>
    <message>
        <source>The practice service gave an answer that this program does not understand.</source>
        <translation>Der Praxisdienst hat eine Antwort gegeben, die dieses Programm nicht versteht.</translation>
    </message>
</context>
<context>
    <name>CalendarPopup</name>
    <message>
        <source>Choose a day</source>
        <translation>Tag wählen</translation>
    </message>
    <message>
        <source>Previous month</source>
        <translation>Voriger Monat</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Nächster Monat</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Jahr</translation>
    </message>
</context>
<context>
    <name>CallFacts</name>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>nicht erfasst</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Interruptions</source>
        <translation>Unterbrechungen</translation>
    </message>
    <message>
        <source>Patient&apos;s consent</source>
        <translation>Einwilligung des Patienten</translation>
    </message>
    <message>
        <source>Insurance confirmed aloud</source>
        <translation>Versicherung mündlich bestätigt</translation>
    </message>
    <message>
        <source>Video consultation on {day}</source>
        <translation>Videosprechstunde am {day}</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Einwilligung</translation>
    </message>
    <message>
        <source>Insurance</source>
        <translation>Versicherung</translation>
    </message>
    <message>
        <source>Practitioner</source>
        <translation>Behandelnde Person</translation>
    </message>
    <message>
        <source>Ended by the patient</source>
        <translation>Vom Patienten beendet</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
</context>
<context>
    <name>CallNotices</name>
    <message>
        <source>The connection is faltering. The picture goes on in a moment.</source>
        <translation>Die Verbindung stockt. Das Bild geht gleich weiter.</translation>
    </message>
    <message>
        <source>The connection is being restored …</source>
        <translation>Die Verbindung wird wiederhergestellt …</translation>
    </message>
    <message>
        <source>{name} neither hears nor sees you at the moment. The connection is renewed.</source>
        <translation>{name} hört und sieht Sie gerade nicht. Die Verbindung wird erneuert.</translation>
    </message>
    <message>
        <source>{name} does not hear you at the moment. The connection is renewed.</source>
        <translation>{name} hört Sie gerade nicht. Die Verbindung wird erneuert.</translation>
    </message>
    <message>
        <source>{name} does not see you at the moment. The connection is renewed.</source>
        <translation>{name} sieht Sie gerade nicht. Die Verbindung wird erneuert.</translation>
    </message>
    <message>
        <source>No sound arrives from {name} at the moment. The connection is renewed.</source>
        <translation>Von {name} kommt gerade kein Ton an. Die Verbindung wird erneuert.</translation>
    </message>
    <message>
        <source>No picture arrives from {name} at the moment. The connection is renewed.</source>
        <translation>Von {name} kommt gerade kein Bild an. Die Verbindung wird erneuert.</translation>
    </message>
    <message>
        <source>hears and sees you</source>
        <translation>hört und sieht Sie</translation>
    </message>
    <message>
        <source>hears you</source>
        <translation>hört Sie</translation>
    </message>
    <message>
        <source>sees you</source>
        <translation>sieht Sie</translation>
    </message>
    <message>
        <source>You are signed out. The call goes on; sign in again afterwards.</source>
        <translation>Sie sind abgemeldet. Das Gespräch geht weiter; bitte melden Sie sich danach wieder an.</translation>
    </message>
    <message>
        <source>You are signed out. Go back to the list and sign in again.</source>
        <translation>Sie sind abgemeldet. Bitte gehen Sie zur Liste zurück und melden Sie sich wieder an.</translation>
    </message>
    <message>
        <source>The patient page of the practice service is not the true one: it could listen in. Ask your operator first.</source>
        <translation>Die Patientenseite des Praxisdienstes ist nicht die echte und könnte mithören. Fragen Sie zuerst Ihren Betreiber.</translation>
    </message>
    <message>
        <source>This consultation was opened in another window or on another PC. To go on here, press Start in the list.</source>
        <translation>Diese Sprechstunde wurde anderswo geöffnet. Um hier fortzufahren, drücken Sie in der Liste auf Starten.</translation>
    </message>
    <message>
        <source>A message arrived damaged and was dropped. Please ask for it to be sent again.</source>
        <translation>Eine Nachricht kam beschädigt an und wurde verworfen. Bitte lassen Sie sie noch einmal senden.</translation>
    </message>
    <message>
        <source>Messages from the patient are kept back on the way. Do not rely on the chat, and tell your operator.</source>
        <translation>Nachrichten der Patientin oder des Patienten werden unterwegs zurückgehalten. Verlassen Sie sich nicht auf den Chat, und informieren Sie Ihren Betreiber.</translation>
    </message>
    <message>
        <source>A new connection came with another key and was refused: somebody may be interfering. Compare the security code.</source>
        <translation>Eine neue Verbindung kam mit einem anderen Schlüssel und wurde abgelehnt: Vielleicht greift jemand ein. Vergleichen Sie den Sicherheitscode.</translation>
    </message>
    <message>
        <source>The practice service says that this consultation is over, but nobody has hung up. The call goes on.</source>
        <translation>Der Praxisdienst meldet das Ende dieser Sprechstunde, aber niemand hat aufgelegt. Das Gespräch geht weiter.</translation>
    </message>
    <message>
        <source>The access to this consultation is closed. Make a new appointment.</source>
        <translation>Der Zugang zu dieser Sprechstunde ist geschlossen. Bitte tragen Sie einen neuen Termin ein.</translation>
    </message>
    <message>
        <source>Your message was too long and was not sent. Please shorten it.</source>
        <translation>Ihre Nachricht war zu lang und wurde nicht gesendet. Bitte kürzen Sie sie.</translation>
    </message>
    <message>
        <source>The practice service cannot be reached. The call goes on; messages are sent later.</source>
        <translation>Der Praxisdienst ist nicht erreichbar. Das Gespräch geht weiter; Nachrichten werden später gesendet.</translation>
    </message>
    <message>
        <source>The practice service cannot be reached. The program keeps trying by itself.</source>
        <translation>Der Praxisdienst ist nicht erreichbar. Das Programm versucht es von selbst weiter.</translation>
    </message>
    <message>
        <source>Connecting to the practice service …</source>
        <translation>Verbindung mit dem Praxisdienst …</translation>
    </message>
    <message>
        <source>Device settings</source>
        <translation>Geräteeinstellungen</translation>
    </message>
    <message>
        <source>No microphone was found: {name} cannot hear you.</source>
        <translation>Kein Mikrofon gefunden: {name} kann Sie nicht hören.</translation>
    </message>
    <message>
        <source>Another program uses the microphone: {name} cannot hear you.</source>
        <translation>Ein anderes Programm benutzt das Mikrofon: {name} kann Sie nicht hören.</translation>
    </message>
    <message>
        <source>The microphone delivers no sound: {name} cannot hear you.</source>
        <translation>Das Mikrofon liefert keinen Ton: {name} kann Sie nicht hören.</translation>
    </message>
    <message>
        <source>Your microphone is off. Hold the space bar to talk.</source>
        <translation>Ihr Mikrofon ist aus. Halten Sie zum Sprechen die Leertaste.</translation>
    </message>
    <message>
        <source>No loudspeaker was found: you cannot hear {name}.</source>
        <translation>Kein Lautsprecher gefunden: Sie können {name} nicht hören.</translation>
    </message>
    <message>
        <source>The line stays weak. Smaller pictures leave more of it to the sound.</source>
        <translation>Die Verbindung bleibt schwach. Kleinere Bilder lassen mehr davon für den Ton.</translation>
    </message>
    <message>
        <source>Smaller picture</source>
        <translation>Bild verkleinern</translation>
    </message>
    <message>
        <source>The line is still too weak for both.</source>
        <translation>Für Bild und Ton reicht die Verbindung noch nicht.</translation>
    </message>
    <message>
        <source>Switch picture off, keep sound</source>
        <translation>Bild abschalten, Ton behalten</translation>
    </message>
    <message>
        <source>The line hardly carries the conversation. The chat needs very little of it.</source>
        <translation>Die Verbindung trägt das Gespräch kaum. Der Chat braucht sehr wenig davon.</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>The patient&apos;s telephone: {number}</source>
        <translation>Telefon des Patienten: {number}</translation>
    </message>
    <message>
        <source>Call by telephone</source>
        <translation>Anrufen</translation>
    </message>
    <message>
        <source>The line is better again.</source>
        <translation>Die Verbindung ist wieder besser.</translation>
    </message>
    <message>
        <source>Switch picture on again</source>
        <translation>Bild wieder einschalten</translation>
    </message>
    <message>
        <source>Larger picture again</source>
        <translation>Bild wieder vergrößern</translation>
    </message>
    <message>
        <source>The patient&apos;s camera is off: there is no still.</source>
        <translation>Die Kamera des Patienten ist aus: Es gibt kein Standbild.</translation>
    </message>
    <message>
        <source>The still did not come. Hold the live picture instead, or try again.</source>
        <translation>Das Standbild kam nicht an. Halten Sie das laufende Bild an, oder versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Camera off</source>
        <translation>Kamera aus</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
        <source>Another program uses the camera</source>
        <translation>Ein anderes Programm benutzt die Kamera</translation>
    </message>
    <message>
        <source>The camera delivers no picture</source>
        <translation>Die Kamera liefert kein Bild</translation>
    </message>
    <message>
        <source>The camera is starting …</source>
        <translation>Die Kamera startet …</translation>
    </message>
</context>
<context>
    <name>CallPage</name>
    <message>
        <source>The patient</source>
        <translation>Der Patient</translation>
    </message>
    <message>
        <source>Own picture</source>
        <translation>Eigenes Bild</translation>
    </message>
    <message>
        <source>The arrow keys move it to another corner</source>
        <translation>Die Pfeiltasten schieben es in eine andere Ecke</translation>
    </message>
    <message>
        <source>Drag to any corner</source>
        <translation>In jede Ecke ziehbar</translation>
    </message>
    <message>
        <source>Picture of the patient</source>
        <translation>Bild des Patienten</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Picture switched off: the line carries the sound alone</source>
        <translation>Bild abgeschaltet: Die Leitung trägt nur den Ton</translation>
    </message>
    <message>
        <source>Security code</source>
        <translation>Sicherheitscode</translation>
    </message>
    <message>
        <source>Encrypted from end to end: show the security code</source>
        <translation>Durchgehend verschlüsselt: Sicherheitscode zeigen</translation>
    </message>
    <message>
        <source>The camera of the other side is off</source>
        <translation>Die Kamera der Gegenseite ist aus</translation>
    </message>
    <message>
        <source>Close chat</source>
        <translation>Chat schließen</translation>
    </message>
    <message>
        <source>Open chat</source>
        <translation>Chat öffnen</translation>
    </message>
    <message>
        <source>Chat, {count} unread</source>
        <translation>Chat, {count} ungelesen</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>The patient is shown: {hint}</source>
        <translation>Dem Patienten wird gezeigt: {hint}</translation>
    </message>
</context>
<context>
    <name>CardBar</name>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Keep this picture on the screen ({key}); it is never stored</source>
        <translation>Dieses Bild stehen lassen ({key}); es wird nie gespeichert</translation>
    </message>
    <message>
        <source>Sharpen</source>
        <translation>Schärfen</translation>
    </message>
    <message>
        <source>Sharp still</source>
        <translation>Standbild holen</translation>
    </message>
    <message>
        <source>Still: {percent} %</source>
        <translation>Standbild: {percent} %</translation>
    </message>
    <message>
        <source>A photo by the patient&apos;s camera, in its full size; it is never stored</source>
        <translation>Ein Foto der Kamera des Patienten in voller Größe; es wird nie gespeichert</translation>
    </message>
    <message>
        <source>Insurance confirmed aloud</source>
        <translation>Versicherung mündlich bestätigt</translation>
    </message>
    <message>
        <source>Insurance confirmed aloud at {time}</source>
        <translation>Versicherung mündlich bestätigt um {time}</translation>
    </message>
    <message>
        <source>Close card view</source>
        <translation>Kartenansicht schließen</translation>
    </message>
</context>
<context>
    <name>ChatLine</name>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>is being sent …</source>
        <translation>wird gesendet …</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>zugestellt</translation>
    </message>
    <message>
        <source>read</source>
        <translation>gelesen</translation>
    </message>
</context>
<context>
    <name>ChatPanel</name>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Close chat</source>
        <translation>Chat schließen</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send a file or picture</source>
        <translation>Datei oder Bild senden</translation>
    </message>
    <message>
        <source>Drop here to send</source>
        <translation>Zum Senden hier ablegen</translation>
    </message>
    <message>
        <source>Nothing written yet.
What you write now is there when the link is opened.</source>
        <translation>Noch nichts geschrieben.
Was Sie jetzt schreiben, ist da, sobald der Link geöffnet wird.</translation>
    </message>
    <message>
        <source>Ready texts</source>
        <translation>Fertige Texte</translation>
    </message>
    <message>
        <source>What was written</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>I am running about 10 minutes late.</source>
        <translation>Ich verspäte mich um etwa 10 Minuten.</translation>
    </message>
    <message>
        <source>I will be with you in a moment.</source>
        <translation>Ich bin gleich bei Ihnen.</translation>
    </message>
    <message>
        <source>Please switch on your microphone.</source>
        <translation>Bitte schalten Sie Ihr Mikrofon ein.</translation>
    </message>
    <message>
        <source>Please switch on your camera.</source>
        <translation>Bitte schalten Sie Ihre Kamera ein.</translation>
    </message>
    <message>
        <source>If you cannot see or hear me, please reload the page.</source>
        <translation>Wenn Sie mich nicht sehen oder hören, laden Sie bitte die Seite neu.</translation>
    </message>
    <message>
        <source>{count} characters too many</source>
        <translation>{count} Zeichen zu viel</translation>
    </message>
    <message>
        <source>{count} characters left</source>
        <translation>noch {count} Zeichen</translation>
    </message>
</context>
<context>
    <name>ChecklistDialog</name>
    <message>
        <source>Before the first call of the day</source>
        <translation>Vor dem ersten Gespräch des Tages</translation>
    </message>
    <message>
        <source>The room is closed and quiet; nobody walks in.</source>
        <translation>Der Raum ist geschlossen und ruhig; niemand kommt herein.</translation>
    </message>
    <message>
        <source>Whoever is in the room is introduced to the patient, on both sides.</source>
        <translation>Wer im Raum ist, stellt sich zu Beginn vor, auf beiden Seiten.</translation>
    </message>
    <message>
        <source>A headset keeps others from listening, and echo away.</source>
        <translation>Ein Headset hält Mithörer und Echo fern.</translation>
    </message>
    <message>
        <source>Telephone and other programs are silent. This one stays silent during a call.</source>
        <translation>Telefon und andere Programme sind stumm. Dieses bleibt es während eines Gesprächs.</translation>
    </message>
    <message>
        <source>Nobody records picture or sound; this program cannot.</source>
        <translation>Niemand zeichnet Bild oder Ton auf; dieses Programm kann es nicht.</translation>
    </message>
    <message>
        <source>Not everything may be done by video</source>
        <translation>Nicht alles darf per Video geschehen</translation>
    </message>
    <message>
        <source>The rules in full, at the KBV (opens your browser)</source>
        <translation>Die Regeln vollständig, bei der KBV (öffnet Ihren Browser)</translation>
    </message>
    <message>
        <source>Do not show again today</source>
        <translation>Heute nicht mehr zeigen</translation>
    </message>
    <message>
        <source>To the call</source>
        <translation>Zum Gespräch</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>ControlBar</name>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Switch camera off</source>
        <translation>Kamera ausschalten</translation>
    </message>
    <message>
        <source>Switch camera on</source>
        <translation>Kamera einschalten</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Switch microphone off</source>
        <translation>Mikrofon ausschalten</translation>
    </message>
    <message>
        <source>Switch microphone on</source>
        <translation>Mikrofon einschalten</translation>
    </message>
    <message>
        <source>Restart connection</source>
        <translation>Neu verbinden</translation>
    </message>
    <message>
        <source>Hang up</source>
        <translation>Auflegen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>DayList</name>
    <message>
        <source>WAITING ROOM</source>
        <translation>WARTEZIMMER</translation>
    </message>
    <message>
        <source>AFTER THAT</source>
        <translation>DANACH</translation>
    </message>
    <message>
        <source>APPOINTMENTS</source>
        <translation>TERMINE</translation>
    </message>
    <message>
        <source>DONE</source>
        <translation>ERLEDIGT</translation>
    </message>
    <message>
        <source>FOUND</source>
        <translation>GEFUNDEN</translation>
    </message>
</context>
<context>
    <name>DetailPanel</name>
    <message>
        <source>Close details</source>
        <translation>Einzelheiten schließen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Follow-up appointment at the same time</source>
        <translation>Folgetermin zur gleichen Zeit</translation>
    </message>
    <message>
        <source>Cancel appointment</source>
        <translation>Absagen</translation>
    </message>
    <message>
        <source>Return to call</source>
        <translation>Zurück zum Gespräch</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
</context>
<context>
    <name>DeviceBox</name>
    <message>
        <source>No device found</source>
        <translation>Kein Gerät gefunden</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>{name} (not plugged in)</source>
        <translation>{name} (nicht angeschlossen)</translation>
    </message>
</context>
<context>
    <name>DeviceSettings</name>
    <message>
        <source>Device settings</source>
        <translation>Geräteeinstellungen</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Loudspeaker or headset</source>
        <translation>Lautsprecher oder Headset</translation>
    </message>
    <message>
        <source>Sound processing</source>
        <translation>Tonverarbeitung</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Size of the camera&apos;s picture</source>
        <translation>Bildgröße der Kamera</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Picture of your camera</source>
        <translation>Bild Ihrer Kamera</translation>
    </message>
    <message>
        <source>Suppress background noise</source>
        <translation>Hintergrundgeräusche unterdrücken</translation>
    </message>
    <message>
        <source>Cancel echo</source>
        <translation>Echo unterdrücken</translation>
    </message>
    <message>
        <source>Even out the loudness</source>
        <translation>Lautstärke angleichen</translation>
    </message>
    <message>
        <source>Original sound</source>
        <translation>Originalton</translation>
    </message>
    <message>
        <source>Nothing is filtered: for breathing, coughing or music. Use a headset with it.</source>
        <translation>Nichts wird gefiltert: für Atemgeräusche, Husten oder Musik. Bitte mit Headset benutzen.</translation>
    </message>
    <message>
        <source>What you see and hear here is what the other side gets.</source>
        <translation>Was Sie hier sehen und hören, kommt auch bei der Gegenseite an.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The tone is playing …</source>
        <translation>Der Testton läuft …</translation>
    </message>
    <message>
        <source>Play a test tone</source>
        <translation>Testton abspielen</translation>
    </message>
    <message>
        <source>Recording: say a sentence …</source>
        <translation>Aufnahme: Sprechen Sie einen Satz …</translation>
    </message>
    <message>
        <source>This is how you sound …</source>
        <translation>So klingen Sie …</translation>
    </message>
    <message>
        <source>Record 3 seconds and listen</source>
        <translation>3 Sekunden aufnehmen und anhören</translation>
    </message>
    <message>
        <source>The camera is starting …</source>
        <translation>Die Kamera startet …</translation>
    </message>
    <message>
        <source>The camera is switched off</source>
        <translation>Die Kamera ist ausgeschaltet</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>delivers {width} × {height}, {rate} pictures a second</source>
        <translation>liefert {width} × {height}, {rate} Bilder/s</translation>
    </message>
    <message>
        <source>Your face is rather dark. Put a lamp in front of you, or turn to the window.</source>
        <translation>Ihr Gesicht ist recht dunkel. Stellen Sie eine Lampe vor sich, oder wenden Sie sich zum Fenster.</translation>
    </message>
    <message>
        <source>The light comes from behind you. Turn around, or close the curtain.</source>
        <translation>Das Licht kommt von hinten. Drehen Sie sich um, oder ziehen Sie den Vorhang zu.</translation>
    </message>
    <message>
        <source>The picture is black. Is the camera&apos;s shutter closed?</source>
        <translation>Das Bild ist schwarz. Ist die Kamera abgedeckt?</translation>
    </message>
    <message>
        <source>No camera was found. Plug one in or open its cover: it appears here by itself. A consultation also works with sound alone.</source>
        <translation>Keine Kamera gefunden. Schließen Sie eine an oder öffnen Sie ihre Abdeckung: Sie erscheint hier von selbst. Eine Sprechstunde geht auch nur mit Ton.</translation>
    </message>
    <message>
        <source>Another program uses the camera. Close it there: the picture then comes by itself.</source>
        <translation>Ein anderes Programm benutzt die Kamera. Schließen Sie sie dort: Das Bild kommt dann von selbst.</translation>
    </message>
    <message>
        <source>The camera delivers no picture. Unplug it and plug it in again, or choose another.</source>
        <translation>Die Kamera liefert kein Bild. Ziehen Sie sie ab und stecken Sie sie wieder an, oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>No microphone was found. Plug in a headset: it appears here by itself.</source>
        <translation>Kein Mikrofon gefunden. Schließen Sie ein Headset an: Es erscheint hier von selbst.</translation>
    </message>
    <message>
        <source>Another program uses the microphone. Close it there, or choose another microphone.</source>
        <translation>Ein anderes Programm benutzt das Mikrofon. Schließen Sie es dort oder wählen Sie ein anderes Mikrofon.</translation>
    </message>
    <message>
        <source>The microphone delivers no sound. Check its switch and the system&apos;s privacy settings, or choose another.</source>
        <translation>Das Mikrofon liefert keinen Ton. Prüfen Sie seinen Schalter und die Datenschutzeinstellungen des Systems oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>No loudspeaker was found. Plug in a headset: it appears here by itself.</source>
        <translation>Kein Lautsprecher gefunden. Schließen Sie ein Headset an: Es erscheint hier von selbst.</translation>
    </message>
    <message>
        <source>The loudspeaker does not play. Choose another one.</source>
        <translation>Der Lautsprecher spielt nichts ab. Wählen Sie einen anderen.</translation>
    </message>
</context>
<context>
    <name>DevicesPresenter</name>
    <message>
        <source>{name} was plugged in and is used now.</source>
        <translation>{name} wurde angeschlossen und wird jetzt benutzt.</translation>
    </message>
    <message>
        <source>{old} was unplugged. The sound goes on with {new}.</source>
        <translation>{old} wurde getrennt. Der Ton läuft weiter über {new}.</translation>
    </message>
</context>
<context>
    <name>EditorDialog</name>
    <message>
        <source>New appointment</source>
        <translation>Neuer Termin</translation>
    </message>
    <message>
        <source>Edit appointment</source>
        <translation>Termin ändern</translation>
    </message>
    <message>
        <source>Patient name</source>
        <translation>Name des Patienten</translation>
    </message>
    <message>
        <source>Only your practice can read it.</source>
        <translation>Nur Ihre Praxis kann ihn lesen.</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Anlass (freiwillig)</translation>
    </message>
    <message>
        <source>E-mail (optional)</source>
        <translation>E-Mail (freiwillig)</translation>
    </message>
    <message>
        <source>Telephone (optional)</source>
        <translation>Telefon (freiwillig)</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Practitioner</source>
        <translation>Behandelnde Person</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Appointments in all</source>
        <translation>Termine insgesamt</translation>
    </message>
    <message>
        <source>Invitation in</source>
        <translation>Einladung auf</translation>
    </message>
    <message>
        <source>ddd d MMM yyyy</source>
        <translation>ddd d. MMM yyyy</translation>
    </message>
    <message>
        <source>HH:mm</source>
        <translation>HH:mm</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>not at all</source>
        <translation>gar nicht</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>jeden Tag</translation>
    </message>
    <message>
        <source>every week</source>
        <translation>jede Woche</translation>
    </message>
    <message>
        <source>every {weeks} weeks</source>
        <translation>alle {weeks} Wochen</translation>
    </message>
    <message>
        <source>The last one is on {day}. Each appointment gets its own link.</source>
        <translation>Letzter Termin: {day}. Jeder Termin bekommt einen eigenen Link.</translation>
    </message>
    <message>
        <source>This time has passed. Please choose a later one.</source>
        <translation>Diese Zeit ist vorbei. Bitte wählen Sie eine spätere.</translation>
    </message>
    <message>
        <source>Please enter the patient&apos;s name.</source>
        <translation>Bitte geben Sie den Namen des Patienten ein.</translation>
    </message>
    <message>
        <source>This is no e-mail address.</source>
        <translation>Das ist keine E-Mail-Adresse.</translation>
    </message>
</context>
<context>
    <name>FileLine</name>
    <message>
        <source>Transfer of {name}</source>
        <translation>Übertragung von {name}</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show picture {name} larger</source>
        <translation>Bild {name} größer zeigen</translation>
    </message>
    <message>
        <source>Show larger</source>
        <translation>Größer zeigen</translation>
    </message>
    <message>
        <source>It is loaded as soon as the connection is there.</source>
        <translation>Wird geladen, sobald die Verbindung steht.</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>Wird geladen …</translation>
    </message>
    <message>
        <source>Was received before the program was started anew.</source>
        <translation>Wurde vor dem Neustart des Programms empfangen.</translation>
    </message>
    <message>
        <source>It arrived damaged.</source>
        <translation>Kam fehlerhaft an.</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>No longer available</source>
        <translation>Nicht mehr verfügbar</translation>
    </message>
    <message>
        <source>Too large, or a program: such files are not taken, for your safety.</source>
        <translation>Zu groß, oder ein Programm: Solche Dateien werden zu Ihrer Sicherheit nicht angenommen.</translation>
    </message>
    <message>
        <source>Waits until the patient loads it.</source>
        <translation>Wartet, bis sie geladen wird.</translation>
    </message>
    <message>
        <source>Goes on as soon as the connection is there.</source>
        <translation>Geht weiter, sobald die Verbindung steht.</translation>
    </message>
    <message>
        <source>Sending …</source>
        <translation>Wird übertragen …</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Angekommen</translation>
    </message>
    <message>
        <source>It arrived damaged. Please send it again.</source>
        <translation>Kam fehlerhaft an. Bitte senden Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>No longer available. Please send it again.</source>
        <translation>Nicht mehr verfügbar. Bitte senden Sie die Datei noch einmal.</translation>
    </message>
</context>
<context>
    <name>FilesPresenter</name>
    <message>
        <source>{name} cannot be read.</source>
        <translation>{name} kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>{name} was not sent: files of up to 25 MB, and no programs.</source>
        <translation>{name} wurde nicht gesendet: Möglich sind Dateien bis 25 MB, aber keine Programme.</translation>
    </message>
    <message>
        <source>The file could not be saved there. Choose another folder.</source>
        <translation>Die Datei konnte dort nicht gespeichert werden. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Save file</source>
        <translation>Datei speichern</translation>
    </message>
</context>
<context>
    <name>FirstStartPage</name>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Set up your practice on this computer. Nothing leaves it but the calls themselves.</source>
        <translation>Richten Sie Ihre Praxis auf diesem Computer ein. Außer den Gesprächen selbst verlässt ihn nichts.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>Patients see it, for example “Dr. Anna Arnold”.</source>
        <translation>Patienten sehen ihn, zum Beispiel „Dr. Anna Arnold“.</translation>
    </message>
    <message>
        <source>Practice (optional)</source>
        <translation>Praxis (freiwillig)</translation>
    </message>
    <message>
        <source>I was invited into a practice</source>
        <translation>Ich wurde in eine Praxis eingeladen</translation>
    </message>
    <message>
        <source>Test camera, sound and computer first</source>
        <translation>Zuerst Kamera, Ton und Computer testen</translation>
    </message>
    <message>
        <source>Setting up …</source>
        <translation>Wird eingerichtet …</translation>
    </message>
    <message>
        <source>Set up practice</source>
        <translation>Praxis einrichten</translation>
    </message>
    <message>
        <source>The practice could not be set up. What you typed is kept; please try again.</source>
        <translation>Die Praxis konnte nicht eingerichtet werden. Ihre Angaben sind noch da; bitte versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Please enter your name.</source>
        <translation>Bitte geben Sie Ihren Namen ein.</translation>
    </message>
</context>
<context>
    <name>HangUpQuestion</name>
    <message>
        <source>End the consultation?</source>
        <translation>Gespräch beenden?</translation>
    </message>
    <message>
        <source>It is then over for both sides, and the link is closed.</source>
        <translation>Es ist dann für beide Seiten beendet, und der Link ist geschlossen.</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Video appointments</source>
        <translation>Videotermine</translation>
    </message>
    <message>
        <source>Instant</source>
        <translation>Sofort</translation>
    </message>
    <message>
        <source>Instant consultation</source>
        <translation>Sofort-Termin</translation>
    </message>
    <message>
        <source>A link that is valid at once</source>
        <translation>Ein Link, der sofort gilt</translation>
    </message>
    <message>
        <source>Appointment</source>
        <translation>Termin</translation>
    </message>
    <message>
        <source>New appointment</source>
        <translation>Neuer Termin</translation>
    </message>
    <message>
        <source>Account and settings</source>
        <translation>Konto und Einstellungen</translation>
    </message>
    <message>
        <source>Previous day</source>
        <translation>Vorheriger Tag</translation>
    </message>
    <message>
        <source>Next day</source>
        <translation>Nächster Tag</translation>
    </message>
    <message>
        <source>{day}, choose another day</source>
        <translation>{day}, anderen Tag wählen</translation>
    </message>
    <message>
        <source>Choose another day</source>
        <translation>Anderen Tag wählen</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Whose appointments</source>
        <translation>Wessen Termine</translation>
    </message>
    <message>
        <source>All practitioners</source>
        <translation>Alle Behandelnden</translation>
    </message>
    <message>
        <source>My appointments</source>
        <translation>Meine Termine</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>The rules in full, at the KBV (opens your browser)</source>
        <translation>Die Regeln vollständig, bei der KBV (öffnet Ihren Browser)</translation>
    </message>
    <message>
        <source>The first start</source>
        <translation>Der erste Start</translation>
    </message>
    <message>
        <source>Enter your name and a password. Your practice then exists on this computer.</source>
        <translation>Geben Sie Ihren Namen und ein Passwort ein. Damit gibt es Ihre Praxis auf diesem Computer.</translation>
    </message>
    <message>
        <source>Run the system test: it measures devices, computer and line, and says what helps.</source>
        <translation>Starten Sie den Systemtest: Er misst Geräte, Computer und Leitung und sagt, was hilft.</translation>
    </message>
    <message>
        <source>Hold a rehearsal call: the practice patient shows a picture and speaks.</source>
        <translation>Führen Sie ein Probegespräch: Der Übungspatient zeigt ein Bild und spricht.</translation>
    </message>
    <message>
        <source>How a video appointment goes</source>
        <translation>So verläuft ein Videotermin</translation>
    </message>
    <message>
        <source>Enter the appointment and give the link to the patient: copied, or as a QR code.</source>
        <translation>Tragen Sie den Termin ein und geben Sie den Link weiter: kopiert oder als QR-Code.</translation>
    </message>
    <message>
        <source>The link opens one hour before the appointment and closes one hour after it.</source>
        <translation>Der Link öffnet eine Stunde vor dem Termin und schließt eine Stunde danach.</translation>
    </message>
    <message>
        <source>The list says who is waiting. Press “Start”; the patient accepts the call.</source>
        <translation>Die Liste zeigt, wer wartet. Drücken Sie „Starten“; der Patient nimmt den Anruf an.</translation>
    </message>
    <message>
        <source>Only hanging up ends the consultation. Everything else can be resumed.</source>
        <translation>Nur das Auflegen beendet die Sprechstunde. Alles andere lässt sich fortsetzen.</translation>
    </message>
    <message>
        <source>What is where</source>
        <translation>Was wo ist</translation>
    </message>
    <message>
        <source>Appointment</source>
        <translation>Termin</translation>
    </message>
    <message>
        <source>Select it: link, message, new link, times and state are at the side.</source>
        <translation>Wählen Sie ihn aus: Link, Nachricht, neuer Link, Zeiten und Zustand stehen an der Seite.</translation>
    </message>
    <message>
        <source>In the call at the side. It works without picture and sound, and before the call.</source>
        <translation>Im Gespräch an der Seite. Er geht auch ohne Bild und Ton und schon vor dem Gespräch.</translation>
    </message>
    <message>
        <source>Insurance card</source>
        <translation>Versichertenkarte</translation>
    </message>
    <message>
        <source>Ask the patient to hold it into the camera; enlarge the picture with the wheel.</source>
        <translation>Bitten Sie darum, sie in die Kamera zu halten; vergrößern Sie das Bild mit dem Mausrad.</translation>
    </message>
    <message>
        <source>Device settings</source>
        <translation>Geräteeinstellungen</translation>
    </message>
    <message>
        <source>Camera, microphone and loudspeaker can be changed in the middle of a call.</source>
        <translation>Kamera, Mikrofon und Lautsprecher lassen sich mitten im Gespräch wechseln.</translation>
    </message>
    <message>
        <source>System test</source>
        <translation>Systemtest</translation>
    </message>
    <message>
        <source>In the menu at the top right. Each item says what is found and what helps.</source>
        <translation>Im Menü oben rechts. Bei jedem Punkt steht, was gefunden wurde und was hilft.</translation>
    </message>
    <message>
        <source>System report</source>
        <translation>Systembericht</translation>
    </message>
    <message>
        <source>A file for support, without names, links or messages; you see it before it is saved.</source>
        <translation>Eine Datei für den Support, ohne Namen, Links und Nachrichten; Sie sehen sie vor dem Speichern.</translation>
    </message>
    <message>
        <source>Patient&apos;s device</source>
        <translation>Gerät der Patienten</translation>
    </message>
    <message>
        <source>Patients find “Check your device” on their link&apos;s page, also days before.</source>
        <translation>Patienten finden „Gerät prüfen“ auf der Seite ihres Links, auch Tage vorher.</translation>
    </message>
    <message>
        <source>If something does not work</source>
        <translation>Wenn etwas nicht geht</translation>
    </message>
    <message>
        <source>Picture or sound stops</source>
        <translation>Bild oder Ton stockt</translation>
    </message>
    <message>
        <source>Press the circle to make a new connection. The call stays valid meanwhile.</source>
        <translation>Drücken Sie den Kreis, um neu zu verbinden. Das Gespräch bleibt dabei gültig.</translation>
    </message>
    <message>
        <source>The patient cannot hear you</source>
        <translation>Der Patient hört Sie nicht</translation>
    </message>
    <message>
        <source>Check in the device settings that the level moves while you speak.</source>
        <translation>Prüfen Sie in den Geräteeinstellungen, ob sich der Pegel bewegt, während Sie sprechen.</translation>
    </message>
    <message>
        <source>The patient hears themselves</source>
        <translation>Ihr Patient hört sich selbst</translation>
    </message>
    <message>
        <source>Use a headset, or switch echo cancelling on in the device settings.</source>
        <translation>Benutzen Sie ein Headset, oder schalten Sie in den Geräteeinstellungen die Echounterdrückung ein.</translation>
    </message>
    <message>
        <source>You are late</source>
        <translation>Sie verspäten sich</translation>
    </message>
    <message>
        <source>Select the appointment and send a message; the patient sees it in the waiting room.</source>
        <translation>Wählen Sie den Termin und senden Sie eine Nachricht; der Patient sieht sie im Wartezimmer.</translation>
    </message>
    <message>
        <source>The computer restarts</source>
        <translation>Der Computer startet neu</translation>
    </message>
    <message>
        <source>Start the program again and press “Return to call”.</source>
        <translation>Starten Sie das Programm wieder und drücken Sie „Zurück zum Gespräch“.</translation>
    </message>
    <message>
        <source>It does not get better</source>
        <translation>Es wird nicht besser</translation>
    </message>
    <message>
        <source>Write in the chat, or telephone. Save a system report and give it to your support.</source>
        <translation>Schreiben Sie im Chat, oder telefonieren Sie. Speichern Sie einen Systembericht, und geben Sie ihn Ihrem Support.</translation>
    </message>
    <message>
        <source>Hint to the patient, shown large on their page</source>
        <translation>Hinweis an den Patienten, groß auf dessen Seite</translation>
    </message>
    <message>
        <source>Enlarge the patient&apos;s picture, and back</source>
        <translation>Bild des Patienten vergrößern und zurück</translation>
    </message>
    <message>
        <source>Before the first call of the day</source>
        <translation>Vor dem ersten Gespräch des Tages</translation>
    </message>
    <message>
        <source>A closed, quiet room. Everybody in the room is introduced to the patient. Nobody records picture or sound; this program cannot.</source>
        <translation>Ein geschlossener, ruhiger Raum. Alle Anwesenden werden dem Patienten vorgestellt. Niemand zeichnet Bild oder Ton auf; dieses Programm kann es nicht.</translation>
    </message>
    <message>
        <source>Not everything may be done by video</source>
        <translation>Nicht alles darf per Video geschehen</translation>
    </message>
    <message>
        <source>Keys during a call</source>
        <translation>Tasten im Gespräch</translation>
    </message>
    <message>
        <source>Camera on and off</source>
        <translation>Kamera ein und aus</translation>
    </message>
    <message>
        <source>Microphone on and off; hold Space to talk while muted</source>
        <translation>Mikrofon ein und aus; Leertaste halten, um stummgeschaltet zu sprechen</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>Neu verbinden</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Hang up</source>
        <translation>Auflegen</translation>
    </message>
</context>
<context>
    <name>HintMenu</name>
    <message>
        <source>Your microphone is muted</source>
        <translation>Ihr Mikrofon ist stumm</translation>
    </message>
    <message>
        <source>Please speak louder</source>
        <translation>Bitte sprechen Sie lauter</translation>
    </message>
    <message>
        <source>Please come closer to the light</source>
        <translation>Bitte näher ans Licht</translation>
    </message>
    <message>
        <source>Please put the device down so that it stands still</source>
        <translation>Bitte das Gerät ruhig hinstellen</translation>
    </message>
    <message>
        <source>Please hold the card closer</source>
        <translation>Bitte die Karte näher heranhalten</translation>
    </message>
    <message>
        <source>Hints for the patient</source>
        <translation>Hinweise für den Patienten</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>{count} deleted.</source>
        <translation>{count} gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Copied, without the patient&apos;s name.</source>
        <translation>Kopiert, ohne den Namen des Patienten.</translation>
    </message>
    <message>
        <source>Saved as {name}. This file is not encrypted: keep it as you keep patients&apos; files.</source>
        <translation>Gespeichert als {name}. Diese Datei ist nicht verschlüsselt: Bewahren Sie sie auf wie eine Patientenakte.</translation>
    </message>
    <message>
        <source>That did not work: the disk is full or the file is in use.</source>
        <translation>Das ging nicht: Der Datenträger ist voll, oder die Datei wird gerade benutzt.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Past consultations</source>
        <translation>Abgeschlossene Gespräche</translation>
    </message>
    <message>
        <source>Keep for</source>
        <translation>Aufbewahren für</translation>
    </message>
    <message>
        <source>{days} days</source>
        <translation>{days} Tage</translation>
    </message>
    <message>
        <source>until deleted</source>
        <translation>bis sie gelöscht werden</translation>
    </message>
    <message>
        <source>No consultation has taken place yet. After a call its facts are listed here.</source>
        <translation>Noch hat kein Gespräch stattgefunden. Nach einem Gespräch stehen seine Angaben hier.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Export as CSV …</source>
        <translation>Als CSV exportieren …</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>Alle löschen</translation>
    </message>
    <message>
        <source>Kept encrypted on this computer only. The practice service never gets them.</source>
        <translation>Nur auf diesem Computer und verschlüsselt aufbewahrt. Der Praxisdienst bekommt sie nie.</translation>
    </message>
</context>
<context>
    <name>HistoryPart</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>HistoryPresenter</name>
    <message>
        <source>Export as CSV</source>
        <translation>Als CSV exportieren</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>consultations</source>
        <translation>Gespräche</translation>
    </message>
</context>
<context>
    <name>InfoBar</name>
    <message>
        <source>The microphone of the other side is off</source>
        <translation>Das Mikrofon der Gegenseite ist aus</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>poor</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>your line</source>
        <translation>Ihre Leitung</translation>
    </message>
    <message>
        <source>the patient&apos;s line</source>
        <translation>Leitung der Gegenseite</translation>
    </message>
    <message>
        <source>microphone off</source>
        <translation>Mikrofon aus</translation>
    </message>
    <message>
        <source>connection {quality}</source>
        <translation>Verbindung {quality}</translation>
    </message>
</context>
<context>
    <name>InstantDialog</name>
    <message>
        <source>Instant consultation</source>
        <translation>Sofort-Termin</translation>
    </message>
    <message>
        <source>The appointment begins now. Its link is copied and shown, valid for one hour.</source>
        <translation>Der Termin beginnt jetzt. Sein Link wird kopiert und angezeigt; er gilt eine Stunde.</translation>
    </message>
    <message>
        <source>Patient name</source>
        <translation>Name des Patienten</translation>
    </message>
    <message>
        <source>Only your practice can read it.</source>
        <translation>Nur Ihre Praxis kann ihn lesen.</translation>
    </message>
    <message>
        <source>Practitioner</source>
        <translation>Behandelnde Person</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Make link</source>
        <translation>Link anlegen</translation>
    </message>
    <message>
        <source>Please enter the patient&apos;s name.</source>
        <translation>Bitte geben Sie den Namen des Patienten ein.</translation>
    </message>
</context>
<context>
    <name>Invitation</name>
    <message>
        <source>Your video appointment</source>
        <translation>Ihr Videotermin</translation>
    </message>
    <message>
        <source>Video appointment on {day} at {time}</source>
        <translation>Videotermin am {day} um {time}</translation>
    </message>
    <message>
        <source>Dear patient,</source>
        <translation>Guten Tag,</translation>
    </message>
    <message>
        <source>{day}, {time}</source>
        <translation>{day}, {time}</translation>
    </message>
    <message>
        <source>dddd, d MMMM yyyy</source>
        <translation>dddd, d. MMMM yyyy</translation>
    </message>
    <message>
        <source>The link is valid on this day from {opens} to {closes}.</source>
        <translation>Der Link gilt an diesem Tag von {opens} bis {closes}.</translation>
    </message>
    <message>
        <source>Open the link about 5 minutes before your appointment.</source>
        <translation>Öffnen Sie den Link etwa 5 Minuten vor Ihrem Termin.</translation>
    </message>
    <message>
        <source>Enter your name and allow camera and microphone.</source>
        <translation>Geben Sie Ihren Namen ein, und erlauben Sie Kamera und Mikrofon.</translation>
    </message>
    <message>
        <source>Wait in the waiting room until the practice calls you.</source>
        <translation>Warten Sie im Wartezimmer, bis die Praxis Sie anruft.</translation>
    </message>
    <message>
        <source>Telephone, tablet or computer with camera and microphone</source>
        <translation>Telefon, Tablet oder Computer mit Kamera und Mikrofon</translation>
    </message>
    <message>
        <source>A current Chrome, Edge, Firefox or Safari; nothing to install, no account</source>
        <translation>Chrome, Edge, Firefox oder Safari in aktueller Fassung; nichts zu installieren, kein Konto</translation>
    </message>
    <message>
        <source>Your insurance card within reach</source>
        <translation>Ihre Versichertenkarte griffbereit</translation>
    </message>
    <message>
        <source>A quiet room; whoever is there with you introduces themselves</source>
        <translation>Einen ruhigen Raum; wer mit dabei ist, stellt sich vor</translation>
    </message>
    <message>
        <source>The link is for you alone: please do not pass it on. Picture and sound are encrypted.</source>
        <translation>Der Link ist nur für Sie: Bitte geben Sie ihn nicht weiter. Bild und Ton sind verschlüsselt.</translation>
    </message>
    <message>
        <source>If something does not work, call us: {telephone}</source>
        <translation>Wenn etwas nicht klappt, rufen Sie uns an: {telephone}</translation>
    </message>
    <message>
        <source>This is how it works</source>
        <translation>So geht es</translation>
    </message>
    <message>
        <source>You need</source>
        <translation>Sie brauchen</translation>
    </message>
    <message>
        <source>Point your telephone&apos;s camera at the code, or open this link:</source>
        <translation>Halten Sie die Kamera Ihres Telefons auf den Code, oder öffnen Sie diesen Link:</translation>
    </message>
    <message>
        <source>Video appointment in 15 minutes: have the link ready</source>
        <translation>Videotermin in 15 Minuten: Halten Sie den Link bereit</translation>
    </message>
    <message>
        <source>h:mm AP</source>
        <translation>H:mm &apos;Uhr&apos;</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
</context>
<context>
    <name>InvitationFile</name>
    <message>
        <source>appointment</source>
        <translation>Termin</translation>
    </message>
    <message>
        <source>invitation</source>
        <translation>Einladung</translation>
    </message>
</context>
<context>
    <name>InvitationPage</name>
    <message>
        <source>Accept an invitation</source>
        <translation>Einladung annehmen</translation>
    </message>
    <message>
        <source>Paste the link that your practice has sent you. It is good once, and for seven days.</source>
        <translation>Fügen Sie den Link ein, den Ihre Praxis Ihnen geschickt hat. Er gilt einmal und sieben Tage lang.</translation>
    </message>
    <message>
        <source>as staff</source>
        <translation>im Praxisteam</translation>
    </message>
    <message>
        <source>as practitioner</source>
        <translation>als behandelnde Person</translation>
    </message>
    <message>
        <source>You join this practice {role}. Choose the password that only you will know.</source>
        <translation>Sie arbeiten hier {role} mit. Wählen Sie ein Passwort, das nur Sie kennen.</translation>
    </message>
    <message>
        <source>Invitation link</source>
        <translation>Einladungslink</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>Your colleagues see it, and your patients.</source>
        <translation>Ihr Kollegium sieht ihn, und Ihre Patienten.</translation>
    </message>
    <message>
        <source>Account name</source>
        <translation>Anmeldename</translation>
    </message>
    <message>
        <source>You sign in with it.</source>
        <translation>Damit melden Sie sich an.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>Join the practice</source>
        <translation>Praxis beitreten</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>This invitation does not exist, was used already, or has run out. Ask for a new one.</source>
        <translation>Diese Einladung gibt es nicht, oder sie wurde schon benutzt oder ist abgelaufen. Bitten Sie um eine neue.</translation>
    </message>
    <message>
        <source>Somebody has this account name already. Please choose another one.</source>
        <translation>Diesen Anmeldenamen gibt es schon. Bitte wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The practice service cannot be reached. Check the network, then try again.</source>
        <translation>Der Praxisdienst ist nicht erreichbar. Prüfen Sie das Netz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Too many attempts. Please wait a few minutes.</source>
        <translation>Zu viele Versuche. Bitte warten Sie einige Minuten.</translation>
    </message>
    <message>
        <source>This is no complete invitation link. Please copy it as a whole.</source>
        <translation>Das ist kein vollständiger Einladungslink. Bitte kopieren Sie ihn ganz.</translation>
    </message>
    <message>
        <source>Please enter an account name.</source>
        <translation>Bitte geben Sie einen Anmeldenamen ein.</translation>
    </message>
    <message>
        <source>Please enter your name.</source>
        <translation>Bitte geben Sie Ihren Namen ein.</translation>
    </message>
</context>
<context>
    <name>InvitationPart</name>
    <message>
        <source>Link for the patient</source>
        <translation>Link für den Patienten</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>QR code of the link</source>
        <translation>QR-Code des Links</translation>
    </message>
    <message>
        <source>New link …</source>
        <translation>Neuer Link …</translation>
    </message>
    <message>
        <source>Makes another link; the old one is void at once</source>
        <translation>Legt einen anderen Link an; der alte gilt sofort nicht mehr</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>Save calendar file</source>
        <translation>Kalenderdatei speichern</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Drucken</translation>
    </message>
    <message>
        <source>Print invitation sheet</source>
        <translation>Einladungsblatt drucken</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Save invitation sheet as PDF</source>
        <translation>Einladungsblatt als PDF speichern</translation>
    </message>
    <message>
        <source>Valid from {opens} to {closes}. Only this patient may have it.</source>
        <translation>Gültig von {opens} bis {closes} Uhr. Nur für diesen Patienten bestimmt.</translation>
    </message>
    <message>
        <source>Invitation in {language}.</source>
        <translation>Einladung auf {language}.</translation>
    </message>
</context>
<context>
    <name>InviteDialog</name>
    <message>
        <source>Invite a colleague</source>
        <translation>Jemanden einladen</translation>
    </message>
    <message>
        <source>Send this link to your colleague on a way that you trust; it opens the practice. It is good once, for seven days. Nobody can show it again, but you can withdraw it.</source>
        <translation>Geben Sie diesen Link auf einem Weg weiter, dem Sie vertrauen; er öffnet die Praxis. Er gilt einmal, sieben Tage lang. Er lässt sich nicht noch einmal anzeigen, aber zurückziehen.</translation>
    </message>
    <message>
        <source>They get a link, choose a password of their own, and see the practice&apos;s appointments.</source>
        <translation>Die eingeladene Person bekommt einen Link, wählt ein eigenes Passwort und sieht dann die Termine der Praxis.</translation>
    </message>
    <message>
        <source>Name of the colleague</source>
        <translation>Name der Person</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Also manages the practice (administrator)</source>
        <translation>Verwaltet auch die Praxis</translation>
    </message>
    <message>
        <source>Invitation link</source>
        <translation>Einladungslink</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Make the link</source>
        <translation>Link erstellen</translation>
    </message>
    <message>
        <source>The practice service cannot be reached, or refuses it. Nothing was changed.</source>
        <translation>Der Praxisdienst ist nicht erreichbar oder lehnt es ab. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Please enter a name.</source>
        <translation>Bitte geben Sie einen Namen ein.</translation>
    </message>
</context>
<context>
    <name>LeaveDialog</name>
    <message>
        <source>Close during the call?</source>
        <translation>Während des Gesprächs schließen?</translation>
    </message>
    <message>
        <source>The call stays valid: start the program again and press “Return to call”. It ends by hanging up only.</source>
        <translation>Das Gespräch bleibt gültig: Starten Sie das Programm wieder und drücken Sie „Zurück zum Gespräch“. Es endet nur durch Auflegen.</translation>
    </message>
    <message>
        <source>Close window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Keep talking</source>
        <translation>Weiter sprechen</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Say something</source>
        <translation>Sagen Sie etwas</translation>
    </message>
    <message>
        <source>too quiet</source>
        <translation>zu leise</translation>
    </message>
    <message>
        <source>too loud</source>
        <translation>zu laut</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>Pegel des Mikrofons</translation>
    </message>
</context>
<context>
    <name>LicenceBrowser</name>
    <message>
        <source>Search by name or licence</source>
        <translation>Nach Name oder Lizenz suchen</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>{count} of {all}</source>
        <translation>{count} von {all}</translation>
    </message>
    <message>
        <source>The list is being read …</source>
        <translation>Die Liste wird gelesen …</translation>
    </message>
    <message>
        <source>Inside:</source>
        <translation>Darin enthalten:</translation>
    </message>
</context>
<context>
    <name>Lobby</name>
    <message>
        <source>Back to the list</source>
        <translation>Zurück zur Liste</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Nachricht schreiben</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>Erneut anrufen</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Anrufen</translation>
    </message>
    <message>
        <source>No consultation is open</source>
        <translation>Keine Sprechstunde geöffnet</translation>
    </message>
    <message>
        <source>{name} did not accept the call</source>
        <translation>{name} hat den Anruf nicht angenommen</translation>
    </message>
    <message>
        <source>{name} is in the waiting room</source>
        <translation>{name} ist im Wartezimmer</translation>
    </message>
    <message>
        <source>{name} is not here yet</source>
        <translation>{name} ist noch nicht da</translation>
    </message>
    <message>
        <source>Calling {name} …</source>
        <translation>{name} wird angerufen …</translation>
    </message>
    <message>
        <source>The consultation has ended</source>
        <translation>Die Sprechstunde ist beendet</translation>
    </message>
    <message>
        <source>Connecting with {name} …</source>
        <translation>Verbindung mit {name} …</translation>
    </message>
    <message>
        <source>Perhaps it was a bad moment. Call again, or write a message.</source>
        <translation>Vielleicht passte es gerade nicht. Rufen Sie erneut an oder schreiben Sie eine Nachricht.</translation>
    </message>
    <message>
        <source>waiting for {minutes} min</source>
        <translation>wartet seit {minutes} min</translation>
    </message>
    <message>
        <source>has just arrived</source>
        <translation>ist gerade gekommen</translation>
    </message>
    <message>
        <source>The patient page is ringing.</source>
        <translation>Es klingelt auf der Patientenseite.</translation>
    </message>
    <message>
        <source>It rings by itself as soon as the link is opened.</source>
        <translation>Es klingelt von selbst, sobald der Link geöffnet wird.</translation>
    </message>
    <message>
        <source>Picture and sound follow in a moment.</source>
        <translation>Bild und Ton folgen gleich.</translation>
    </message>
    <message>
        <source>You hung up.</source>
        <translation>Sie haben aufgelegt.</translation>
    </message>
    <message>
        <source>{name} hung up.</source>
        <translation>{name} hat aufgelegt.</translation>
    </message>
    <message>
        <source>The access to this consultation is closed.</source>
        <translation>Der Zugang zu dieser Sprechstunde ist geschlossen.</translation>
    </message>
    <message>
        <source>Duration {span}.</source>
        <translation>Dauer {span}.</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>{name} is signed in. A call that runs goes on.</source>
        <translation>Angemeldet ist {name}. Ein laufendes Gespräch geht weiter.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>Passwort anzeigen</translation>
    </message>
    <message>
        <source>Hide password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Too many attempts. Please wait {seconds} s.</source>
        <translation>Zu viele Versuche. Bitte warten Sie {seconds} s.</translation>
    </message>
    <message>
        <source>The password is wrong.</source>
        <translation>Das Passwort ist falsch.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Video appointments</source>
        <translation>Videotermine</translation>
    </message>
</context>
<context>
    <name>MessagePart</name>
    <message>
        <source>I will be with you shortly.</source>
        <translation>Ich bin gleich bei Ihnen.</translation>
    </message>
    <message>
        <source>Please have your insurance card ready.</source>
        <translation>Bitte halten Sie Ihre Versichertenkarte bereit.</translation>
    </message>
    <message>
        <source>Something has come up. The practice will call you.</source>
        <translation>Es ist etwas dazwischengekommen. Die Praxis ruft Sie an.</translation>
    </message>
    <message>
        <source>Message to the patient</source>
        <translation>Nachricht an den Patienten</translation>
    </message>
    <message>
        <source>It is there when the patient opens the link.</source>
        <translation>Sie ist da, sobald der Patient den Link öffnet.</translation>
    </message>
    <message>
        <source>Late by</source>
        <translation>Verspätung</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>Tell the patient: {minutes} minutes later</source>
        <translation>Dem Patienten sagen: {minutes} Minuten später</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Edit texts …</source>
        <translation>Texte ändern …</translation>
    </message>
</context>
<context>
    <name>MoreMenu</name>
    <message>
        <source>Call the patient: {number}</source>
        <translation>Patienten anrufen: {number}</translation>
    </message>
    <message>
        <source>Device settings</source>
        <translation>Geräteeinstellungen</translation>
    </message>
    <message>
        <source>Save system report</source>
        <translation>Systembericht speichern</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Always on top</source>
        <translation>Immer im Vordergrund</translation>
    </message>
    <message>
        <source>Hide own picture</source>
        <translation>Eigenes Bild ausblenden</translation>
    </message>
    <message>
        <source>Mirror own picture</source>
        <translation>Eigenes Bild spiegeln</translation>
    </message>
    <message>
        <source>Small window</source>
        <translation>Kleines Fenster</translation>
    </message>
    <message>
        <source>Move to the other screen</source>
        <translation>Auf den anderen Bildschirm</translation>
    </message>
    <message>
        <source>Screen captures cannot be prevented on this system</source>
        <translation>Bildschirmaufnahmen lassen sich auf diesem System nicht verhindern</translation>
    </message>
    <message>
        <source>Keep out of screen captures (the system refuses)</source>
        <translation>Aus Bildschirmaufnahmen heraushalten (das System lehnt ab)</translation>
    </message>
    <message>
        <source>Keep out of screen captures</source>
        <translation>Aus Bildschirmaufnahmen heraushalten</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Weak line</source>
        <translation>Schwache Verbindung</translation>
    </message>
    <message>
        <source>Picture as large as the line allows</source>
        <translation>Bild so groß wie möglich</translation>
    </message>
    <message>
        <source>Smaller picture</source>
        <translation>Bild verkleinern</translation>
    </message>
    <message>
        <source>Sound only</source>
        <translation>Nur Ton</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>NetworkSettings</name>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Some networks let programs out through a proxy only. Whoever looks after yours knows its address.</source>
        <translation>Manche Netzwerke lassen Programme nur über einen Proxy hinaus. Wer Ihr Netzwerk betreut, kennt die Adresse.</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>As this computer is set up</source>
        <translation>Wie auf diesem Computer eingestellt</translation>
    </message>
    <message>
        <source>No proxy</source>
        <translation>Kein Proxy</translation>
    </message>
    <message>
        <source>An address of your own</source>
        <translation>Eigene Adresse</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>For example proxy.practice:8080</source>
        <translation>Zum Beispiel proxy.praxis:8080</translation>
    </message>
    <message>
        <source>User name, if the proxy asks for one</source>
        <translation>Benutzername, falls der Proxy danach fragt</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Kept in this computer&apos;s keyring.</source>
        <translation>Wird im Schlüsselbund dieses Computers aufbewahrt.</translation>
    </message>
    <message>
        <source>This computer has no keyring: kept until the program ends.</source>
        <translation>Dieser Computer hat keinen Schlüsselbund: Das Passwort gilt, bis das Programm endet.</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>Passwort anzeigen</translation>
    </message>
    <message>
        <source>Hide password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Proxy found: {address}</source>
        <translation>Gefundener Proxy: {address}</translation>
    </message>
    <message>
        <source>No proxy is set there.</source>
        <translation>Dort ist kein Proxy eingestellt.</translation>
    </message>
    <message>
        <source>The proxy asks for a user name and a password.</source>
        <translation>Der Proxy verlangt einen Benutzernamen und ein Passwort.</translation>
    </message>
    <message>
        <source>Please enter the address and the port, for example proxy:8080.</source>
        <translation>Bitte geben Sie Adresse und Port ein, zum Beispiel proxy:8080.</translation>
    </message>
</context>
<context>
    <name>NewPasswordFields</name>
    <message>
        <source>At least {count} characters. It protects patient names, and nobody can reset it.</source>
        <translation>Mindestens {count} Zeichen. Es schützt die Namen Ihrer Patienten, und niemand kann es zurücksetzen.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>At least {count} characters; several words are easy to keep in mind.</source>
        <translation>Mindestens {count} Zeichen; mehrere Wörter merken sich leicht.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>Repeat password</source>
        <translation>Passwort wiederholen</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>Passwort anzeigen</translation>
    </message>
    <message>
        <source>Hide password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Too short: at least {count} characters are needed.</source>
        <translation>Zu kurz: Es braucht mindestens {count} Zeichen.</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>Die beiden Passwörter sind verschieden.</translation>
    </message>
</context>
<context>
    <name>NextCard</name>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>RUNNING</source>
        <translation>LÄUFT</translation>
    </message>
    <message>
        <source>NEXT</source>
        <translation>NÄCHSTER TERMIN</translation>
    </message>
    <message>
        <source>Return to call</source>
        <translation>Zurück zum Gespräch</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start video appointment with {name}</source>
        <translation>Videotermin mit {name} starten</translation>
    </message>
    <message>
        <source>Possible from {time}</source>
        <translation>Möglich ab {time} Uhr</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close notice</source>
        <translation>Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>Offering</name>
    <message>
        <source>Calling {number} …</source>
        <translation>{number} wird angerufen …</translation>
    </message>
    <message>
        <source>{number} was copied.</source>
        <translation>{number} wurde kopiert.</translation>
    </message>
</context>
<context>
    <name>OwnTab</name>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>It opens the patient names, and only you know it. A new one signs you out everywhere else.</source>
        <translation>Es öffnet die Patientennamen, und nur Sie kennen es. Mit einem neuen werden Sie überall sonst abgemeldet.</translation>
    </message>
    <message>
        <source>Change password …</source>
        <translation>Passwort ändern …</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Wiederherstellungscode</translation>
    </message>
    <message>
        <source>There is one, on your paper. It opens your account when password or telephone are lost.</source>
        <translation>Vorhanden, auf Ihrem Papier. Er öffnet Ihr Konto, wenn Passwort oder Telefon verloren sind.</translation>
    </message>
    <message>
        <source>There is none. Without it, nobody can help when your password is lost.</source>
        <translation>Noch keiner. Ohne ihn kann niemand helfen, wenn Ihr Passwort verloren geht.</translation>
    </message>
    <message>
        <source>Make a new one …</source>
        <translation>Neu erstellen …</translation>
    </message>
    <message>
        <source>Make a code …</source>
        <translation>Code erstellen …</translation>
    </message>
    <message>
        <source>Lock screen</source>
        <translation>Bildschirm sperren</translation>
    </message>
    <message>
        <source>After a while without a touch of this program, everything is covered but a running call.</source>
        <translation>Wird dieses Programm eine Weile nicht bedient, ist alles verdeckt, nur nicht ein laufendes Gespräch.</translation>
    </message>
    <message>
        <source>Lock after</source>
        <translation>Sperren nach</translation>
    </message>
    <message>
        <source>After {minutes} minutes</source>
        <translation>Nach {minutes} Minuten</translation>
    </message>
    <message>
        <source>Only by hand</source>
        <translation>Nur von Hand</translation>
    </message>
    <message>
        <source>Lock now (Ctrl+L)</source>
        <translation>Jetzt sperren (Strg+L)</translation>
    </message>
    <message>
        <source>Where you are signed in</source>
        <translation>Wo Sie angemeldet sind</translation>
    </message>
    <message>
        <source>End what you do not know, and change your password then.</source>
        <translation>Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.</translation>
    </message>
    <message>
        <source>End all others</source>
        <translation>Alle anderen beenden</translation>
    </message>
    <message>
        <source>Second factor</source>
        <translation>Zweiter Faktor</translation>
    </message>
    <message>
        <source>On. Your practice asks everybody for it.</source>
        <translation>Ein. Ihre Praxis verlangt ihn von allen.</translation>
    </message>
    <message>
        <source>On. A code from your telephone confirms each sign-in.</source>
        <translation>Ein. Ein Code von Ihrem Telefon bestätigt jede Anmeldung.</translation>
    </message>
    <message>
        <source>Off. A code from your telephone could confirm each sign-in.</source>
        <translation>Aus. Ein Code von Ihrem Telefon könnte jede Anmeldung bestätigen.</translation>
    </message>
    <message>
        <source>Switch off …</source>
        <translation>Ausschalten …</translation>
    </message>
    <message>
        <source>Switch on …</source>
        <translation>Einschalten …</translation>
    </message>
    <message>
        <source>Unknown computer</source>
        <translation>Unbekannter Computer</translation>
    </message>
    <message>
        <source>since {created}, last used {used}</source>
        <translation>seit {created}, zuletzt benutzt {used}</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>dieser Computer</translation>
    </message>
    <message>
        <source>End the sign-in on {name}</source>
        <translation>Anmeldung auf {name} beenden</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Change password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>You stay signed in here, and are signed out everywhere else.</source>
        <translation>Hier bleiben Sie angemeldet, überall sonst werden Sie abgemeldet.</translation>
    </message>
    <message>
        <source>New recovery code</source>
        <translation>Neuer Wiederherstellungscode</translation>
    </message>
    <message>
        <source>It is shown once. An older code stays good until you have confirmed the new one.</source>
        <translation>Er wird einmal angezeigt. Ein älterer gilt, bis Sie den neuen bestätigt haben.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Switch the second factor on</source>
        <translation>Zweiten Faktor einschalten</translation>
    </message>
    <message>
        <source>You need a telephone with an authenticator app.</source>
        <translation>Sie brauchen ein Telefon mit einer Authenticator-App.</translation>
    </message>
    <message>
        <source>Switch the second factor off</source>
        <translation>Zweiten Faktor ausschalten</translation>
    </message>
    <message>
        <source>From then on your password alone is enough to sign in.</source>
        <translation>Von da an genügt zum Anmelden Ihr Passwort allein.</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Export the practice&apos;s data</source>
        <translation>Daten der Praxis exportieren</translation>
    </message>
    <message>
        <source>The file holds names and reasons in plain text. Keep it as you keep your patients&apos; files.</source>
        <translation>Die Datei enthält Namen und Anlässe im Klartext. Verwahren Sie sie wie Ihre Patientenakten.</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Delete the practice?</source>
        <translation>Praxis löschen?</translation>
    </message>
    <message>
        <source>All accounts, appointments, links and messages are deleted at once, for everybody. Running consultations end. Export what you must keep before.</source>
        <translation>Alle Konten, Termine, Links und Nachrichten werden sofort gelöscht, für alle. Laufende Sprechstunden enden. Exportieren Sie vorher, was Sie aufbewahren müssen.</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>Bisheriges Passwort</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>Passwort anzeigen</translation>
    </message>
    <message>
        <source>Hide password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Code that the app shows</source>
        <translation>Code, den die App anzeigt</translation>
    </message>
    <message>
        <source>I know that nobody can undo this</source>
        <translation>Ich weiß, dass sich das nicht rückgängig machen lässt</translation>
    </message>
    <message>
        <source>The password is wrong.</source>
        <translation>Das Passwort ist falsch.</translation>
    </message>
    <message>
        <source>This code is not right, or was used already.</source>
        <translation>Dieser Code stimmt nicht oder wurde schon benutzt.</translation>
    </message>
    <message>
        <source>Too many attempts. Please wait a few minutes.</source>
        <translation>Zu viele Versuche. Bitte warten Sie einige Minuten.</translation>
    </message>
    <message>
        <source>The practice service cannot be reached, or refuses it. Nothing was changed.</source>
        <translation>Der Praxisdienst ist nicht erreichbar oder lehnt es ab. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Please enter your password.</source>
        <translation>Bitte geben Sie Ihr Passwort ein.</translation>
    </message>
</context>
<context>
    <name>PracticeTab</name>
    <message>
        <source>Colleagues</source>
        <translation>Kollegium</translation>
    </message>
    <message>
        <source>Practitioners hold consultations. Staff enters appointments and writes to patients.</source>
        <translation>Behandelnde halten Sprechstunden. Das Praxisteam trägt Termine ein und schreibt an Patienten.</translation>
    </message>
    <message>
        <source>Invite …</source>
        <translation>Einladen …</translation>
    </message>
    <message>
        <source>Second factor for everybody</source>
        <translation>Zweiter Faktor für alle</translation>
    </message>
    <message>
        <source>Who has none sets one up at the next sign-in, and cannot switch it off.</source>
        <translation>Wer keinen hat, richtet ihn bei der nächsten Anmeldung ein und kann ihn nicht ausschalten.</translation>
    </message>
    <message>
        <source>Ask everybody for a second factor</source>
        <translation>Von allen einen zweiten Faktor verlangen</translation>
    </message>
    <message>
        <source>Audit trail</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Who did what, and when. Nothing about patients; deleted with the appointments.</source>
        <translation>Wer wann was getan hat. Nichts über Patienten; wird mit den Terminen gelöscht.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Everything that the service holds for your practice, readable, as a ZIP file.</source>
        <translation>Alles, was der Dienst für Ihre Praxis speichert, lesbar, als ZIP-Datei.</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Delete the practice</source>
        <translation>Praxis löschen</translation>
    </message>
    <message>
        <source>All accounts, appointments and messages, at once. Nobody can undo it.</source>
        <translation>Alle Konten, Termine und Nachrichten, auf einmal. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete …</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Withdraw the invitation of {name}</source>
        <translation>Einladung von {name} zurückziehen</translation>
    </message>
    <message>
        <source>{role}, invited; the link is good until {time}</source>
        <translation>{role}, eingeladen; der Link gilt bis {time}</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>verwaltet die Praxis</translation>
    </message>
    <message>
        <source>second factor</source>
        <translation>zweiter Faktor</translation>
    </message>
    <message>
        <source>deactivated</source>
        <translation>stillgelegt</translation>
    </message>
    <message>
        <source>Change {name}</source>
        <translation>{name} ändern</translation>
    </message>
    <message>
        <source>Make practitioner</source>
        <translation>Zur behandelnden Person machen</translation>
    </message>
    <message>
        <source>Make staff</source>
        <translation>Ins Praxisteam versetzen</translation>
    </message>
    <message>
        <source>Administrator no more</source>
        <translation>Verwaltung entziehen</translation>
    </message>
    <message>
        <source>Make administrator</source>
        <translation>Verwaltung übertragen</translation>
    </message>
    <message>
        <source>Take the second factor away (telephone lost)</source>
        <translation>Zweiten Faktor entfernen (Telefon verloren)</translation>
    </message>
    <message>
        <source>Deactivate account</source>
        <translation>Konto stilllegen</translation>
    </message>
    <message>
        <source>Reactivate account</source>
        <translation>Konto wieder freigeben</translation>
    </message>
</context>
<context>
    <name>ProfileDialog</name>
    <message>
        <source>Details for invitations</source>
        <translation>Angaben für Einladungen</translation>
    </message>
    <message>
        <source>They stand on invitations, so that patients can call when something does not work. The practice service cannot read them.</source>
        <translation>Sie stehen auf Einladungen, damit Patienten anrufen können, wenn etwas nicht klappt. Der Praxisdienst kann sie nicht lesen.</translation>
    </message>
    <message>
        <source>Telephone of the practice</source>
        <translation>Telefon der Praxis</translation>
    </message>
    <message>
        <source>Address, on one line</source>
        <translation>Anschrift, in einer Zeile</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>ReadyTextsDialog</name>
    <message>
        <source>Ready texts</source>
        <translation>Fertige Texte</translation>
    </message>
    <message>
        <source>One text on each line, at most {number}. Without any, the program&apos;s own come back.</source>
        <translation>Ein Text in jeder Zeile, höchstens {number}. Ohne Text kommen die des Programms zurück.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>RecoveryCodePage</name>
    <message>
        <source>For an emergency</source>
        <translation>Für den Notfall</translation>
    </message>
    <message>
        <source>Nobody can reset your password, since nobody knows it. If you lose it, this code opens your account. Keep it on paper where your other important papers are. It is shown only now.</source>
        <translation>Ihr Passwort kann niemand zurücksetzen, denn niemand kennt es. Geht es verloren, öffnet dieser Code Ihr Konto. Verwahren Sie ihn auf Papier bei Ihren wichtigen Unterlagen. Er wird nur jetzt angezeigt.</translation>
    </message>
    <message>
        <source>To check: type group {number} of the code</source>
        <translation>Zur Probe: Gruppe {number} des Codes eingeben</translation>
    </message>
    <message>
        <source>From your paper, not from the screen.</source>
        <translation>Von Ihrem Papier, nicht vom Bildschirm.</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Drucken</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Wiederherstellungscode</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>I have written it down</source>
        <translation>Ich habe ihn notiert</translation>
    </message>
    <message>
        <source>The practice service has not taken the code. It does not count yet; please try again.</source>
        <translation>Der Praxisdienst hat den Code nicht angenommen. Er gilt noch nicht; bitte versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>That is another group. Please look at your paper once more.</source>
        <translation>Das ist eine andere Gruppe. Bitte sehen Sie noch einmal auf Ihr Papier.</translation>
    </message>
</context>
<context>
    <name>RecoveryPage</name>
    <message>
        <source>Back into your account</source>
        <translation>Zurück in Ihr Konto</translation>
    </message>
    <message>
        <source>Nobody can reset a password, not even the practice service: only yours opens the patient names. Your recovery code opens them too. Without it you need a new invitation into the practice; where there is nobody who could invite, the names are lost.</source>
        <translation>Passwörter kann niemand zurücksetzen, auch der Praxisdienst nicht: Nur Ihres öffnet die Patientennamen. Ihr Wiederherstellungscode öffnet sie ebenfalls. Ohne ihn brauchen Sie eine neue Einladung in die Praxis; gibt es niemanden, der einladen kann, sind die Namen verloren.</translation>
    </message>
    <message>
        <source>Account name</source>
        <translation>Anmeldename</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Wiederherstellungscode</translation>
    </message>
    <message>
        <source>Seven groups of four, as you wrote them down.</source>
        <translation>Sieben Vierergruppen, wie Sie sie notiert haben.</translation>
    </message>
    <message>
        <source>Back to sign-in</source>
        <translation>Zurück zur Anmeldung</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>Set new password</source>
        <translation>Neues Passwort setzen</translation>
    </message>
    <message>
        <source>Account name and recovery code do not fit together, or the code was used already.</source>
        <translation>Anmeldename und Wiederherstellungscode passen nicht zusammen, oder der Code wurde schon benutzt.</translation>
    </message>
    <message>
        <source>Too many attempts. Please try again in {minutes} min.</source>
        <translation>Zu viele Versuche. Bitte versuchen Sie es in {minutes} min erneut.</translation>
    </message>
    <message>
        <source>The practice service cannot be reached. Check the network, then try again.</source>
        <translation>Der Praxisdienst ist nicht erreichbar. Prüfen Sie das Netz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>This is no complete recovery code. Please compare it letter by letter.</source>
        <translation>Das ist kein vollständiger Wiederherstellungscode. Bitte vergleichen Sie Zeichen für Zeichen.</translation>
    </message>
    <message>
        <source>Please enter your account name.</source>
        <translation>Bitte geben Sie Ihren Anmeldenamen ein.</translation>
    </message>
</context>
<context>
    <name>Reminding</name>
    <message>
        <source>Video appointment in {minutes} min</source>
        <translation>Videotermin in {minutes} min</translation>
    </message>
    <message>
        <source>At {time}.</source>
        <translation>Um {time} Uhr.</translation>
    </message>
    <message>
        <source>At {time}: {name}.</source>
        <translation>Um {time} Uhr: {name}.</translation>
    </message>
    <message>
        <source>Your camera was not found.</source>
        <translation>Ihre Kamera wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>Your microphone was not found.</source>
        <translation>Ihr Mikrofon wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>Your headset or speaker was not found.</source>
        <translation>Ihr Headset oder Lautsprecher wurde nicht gefunden.</translation>
    </message>
</context>
<context>
    <name>ReplaceDialog</name>
    <message>
        <source>Make a new link?</source>
        <translation>Neuen Link anlegen?</translation>
    </message>
    <message>
        <source>The old link opens nothing any more; whoever opens it reads that there is a newer one. Give the new link to the patient.</source>
        <translation>Der alte Link öffnet dann nichts mehr; wer ihn öffnet, liest, dass es einen neueren gibt. Geben Sie dem Patienten den neuen.</translation>
    </message>
    <message>
        <source>Keep the old link</source>
        <translation>Alten Link behalten</translation>
    </message>
    <message>
        <source>New link</source>
        <translation>Neuer Link</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Save system report</source>
        <translation>Systembericht speichern</translation>
    </message>
    <message>
        <source>This is what the file holds: no names, links, messages or passwords; network addresses are shortened. Give it to your support. Nothing is sent by itself.</source>
        <translation>Das enthält die Datei: keine Namen, Links, Nachrichten oder Passwörter; Netzadressen sind gekürzt. Geben Sie sie Ihrem Support. Von selbst wird nichts gesendet.</translation>
    </message>
    <message>
        <source>The report is being made</source>
        <translation>Der Bericht wird erstellt</translation>
    </message>
    <message>
        <source>Sections of the report</source>
        <translation>Abschnitte des Berichts</translation>
    </message>
    <message>
        <source>Contents of the section</source>
        <translation>Inhalt des Abschnitts</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Gespeichert: {file}</translation>
    </message>
    <message>
        <source>The file was not saved. Please choose another place.</source>
        <translation>Die Datei wurde nicht gespeichert. Bitte wählen Sie einen anderen Ort.</translation>
    </message>
</context>
<context>
    <name>ReportLabels</name>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>Installed as one program</source>
        <translation>Als ein Programm installiert</translation>
    </message>
    <message>
        <source>Practice service</source>
        <translation>Praxisdienst</translation>
    </message>
    <message>
        <source>Page shown</source>
        <translation>Gezeigte Seite</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Line of the call</source>
        <translation>Leitung des Gesprächs</translation>
    </message>
    <message>
        <source>Connections made in the call</source>
        <translation>Verbindungen im laufenden Gespräch</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Pictures per second of the camera</source>
        <translation>Bilder je Sekunde der Kamera</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Loudspeaker</source>
        <translation>Lautsprecher</translation>
    </message>
    <message>
        <source>Operating system</source>
        <translation>Betriebssystem</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>Processor architecture</source>
        <translation>Prozessorarchitektur</translation>
    </message>
    <message>
        <source>Processor cores</source>
        <translation>Prozessorkerne</translation>
    </message>
    <message>
        <source>Memory in MiB</source>
        <translation>Arbeitsspeicher in MiB</translation>
    </message>
    <message>
        <source>Free memory in MiB</source>
        <translation>Freier Arbeitsspeicher in MiB</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>Bildschirme</translation>
    </message>
    <message>
        <source>Window system</source>
        <translation>Fenstersystem</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netzwerke</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Microphones</source>
        <translation>Mikrofone</translation>
    </message>
    <message>
        <source>Loudspeakers</source>
        <translation>Lautsprecher</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Noise suppression</source>
        <translation>Geräuschunterdrückung</translation>
    </message>
    <message>
        <source>Echo cancelling</source>
        <translation>Echounterdrückung</translation>
    </message>
    <message>
        <source>Loudness evened out</source>
        <translation>Lautstärke ausgeglichen</translation>
    </message>
    <message>
        <source>Original sound</source>
        <translation>Originalton</translation>
    </message>
    <message>
        <source>Size of the camera&apos;s picture</source>
        <translation>Bildgröße der Kamera</translation>
    </message>
    <message>
        <source>Volume in percent</source>
        <translation>Lautstärke in Prozent</translation>
    </message>
    <message>
        <source>Volume of each loudspeaker</source>
        <translation>Lautstärke je Lautsprecher</translation>
    </message>
    <message>
        <source>Sound of each microphone</source>
        <translation>Ton je Mikrofon</translation>
    </message>
    <message>
        <source>Protection from screen captures</source>
        <translation>Schutz vor Bildschirmaufnahmen</translation>
    </message>
    <message>
        <source>Days that past consultations are kept</source>
        <translation>Tage, die abgeschlossene Gespräche aufbewahrt werden</translation>
    </message>
    <message>
        <source>Checklist not shown again on a day</source>
        <translation>Checkliste an einem Tag nicht erneut gezeigt</translation>
    </message>
    <message>
        <source>Rules were read</source>
        <translation>Regeln wurden gelesen</translation>
    </message>
    <message>
        <source>Address of the practice service</source>
        <translation>Adresse des Praxisdienstes</translation>
    </message>
    <message>
        <source>Certificate of an own authority</source>
        <translation>Zertifikat einer eigenen Stelle</translation>
    </message>
    <message>
        <source>Choice of the proxy</source>
        <translation>Wahl des Proxys</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>Adresse des Proxys</translation>
    </message>
    <message>
        <source>Name at the proxy</source>
        <translation>Name am Proxy</translation>
    </message>
    <message>
        <source>Sign-in name</source>
        <translation>Anmeldename</translation>
    </message>
    <message>
        <source>Own ready texts</source>
        <translation>Eigene Textbausteine</translation>
    </message>
    <message>
        <source>Goes on in the tray</source>
        <translation>Läuft im Infobereich weiter</translation>
    </message>
    <message>
        <source>Places of the windows</source>
        <translation>Plätze der Fenster</translation>
    </message>
    <message>
        <source>Minutes until the screen locks</source>
        <translation>Minuten bis zur Bildschirmsperre</translation>
    </message>
    <message>
        <source>Screen locked</source>
        <translation>Bildschirm gesperrt</translation>
    </message>
    <message>
        <source>Settings were damaged</source>
        <translation>Einstellungen waren beschädigt</translation>
    </message>
    <message>
        <source>Seconds recorded</source>
        <translation>Aufgezeichnete Sekunden</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Received, kbit/s</source>
        <translation>Empfangen, kbit/s</translation>
    </message>
    <message>
        <source>Sent, kbit/s</source>
        <translation>Gesendet, kbit/s</translation>
    </message>
    <message>
        <source>Share lost of what was received</source>
        <translation>Verlorener Anteil des Empfangenen</translation>
    </message>
    <message>
        <source>Share lost of what was sent</source>
        <translation>Verlorener Anteil des Gesendeten</translation>
    </message>
    <message>
        <source>Round trip time in ms</source>
        <translation>Umlaufzeit in ms</translation>
    </message>
    <message>
        <source>Pictures received per second</source>
        <translation>Empfangene Bilder je Sekunde</translation>
    </message>
    <message>
        <source>Frozen picture in ms</source>
        <translation>Stehendes Bild in ms</translation>
    </message>
    <message>
        <source>Interruptions</source>
        <translation>Unterbrechungen</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>set</source>
        <translation>gesetzt</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>auf diesem Computer</translation>
    </message>
    <message>
        <source>the practice&apos;s own</source>
        <translation>eigener der Praxis</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>wie das System</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>waiting for the patient</source>
        <translation>wartet auf den Patienten</translation>
    </message>
    <message>
        <source>ringing</source>
        <translation>klingelt</translation>
    </message>
    <message>
        <source>being connected</source>
        <translation>wird verbunden</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>unstable</source>
        <translation>instabil</translation>
    </message>
    <message>
        <source>being restored</source>
        <translation>wird wiederhergestellt</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>poor</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>used by another program</source>
        <translation>von einem anderen Programm belegt</translation>
    </message>
    <message>
        <source>unplugged or broken off</source>
        <translation>abgezogen oder ausgefallen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>First start</source>
        <translation>Erster Start</translation>
    </message>
    <message>
        <source>Recovery</source>
        <translation>Wiederherstellung</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Einladung</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Wiederherstellungscode</translation>
    </message>
    <message>
        <source>Second factor</source>
        <translation>Zweiter Faktor</translation>
    </message>
    <message>
        <source>Practice and account</source>
        <translation>Praxis und Konto</translation>
    </message>
    <message>
        <source>Locked screen</source>
        <translation>Gesperrter Bildschirm</translation>
    </message>
    <message>
        <source>Appointments</source>
        <translation>Videotermine</translation>
    </message>
    <message>
        <source>After the call</source>
        <translation>Nach dem Gespräch</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>System test</source>
        <translation>Systemtest</translation>
    </message>
    <message>
        <source>What may be done by video</source>
        <translation>Was per Video erlaubt ist</translation>
    </message>
    <message>
        <source>Past consultations</source>
        <translation>Abgeschlossene Gespräche</translation>
    </message>
    <message>
        <source>Measured on</source>
        <translation>Gemessen am</translation>
    </message>
</context>
<context>
    <name>ReportPresenter</name>
    <message>
        <source>Save system report</source>
        <translation>Systembericht speichern</translation>
    </message>
    <message>
        <source>Archive (*.zip)</source>
        <translation>Archiv (*.zip)</translation>
    </message>
</context>
<context>
    <name>ReportWords</name>
    <message>
        <source>%Y-%m-%d %H:%M</source>
        <comment>date and time; German: day, month, year</comment>
        <translation>%d.%m.%Y %H:%M</translation>
    </message>
    <message>
        <source>.</source>
        <comment>decimal point</comment>
        <translation>,</translation>
    </message>
    <message>
        <source>System report of medclient</source>
        <translation>Systembericht von medclient</translation>
    </message>
    <message>
        <source>For support. It holds no names, links, messages, passwords or e-mail addresses; network addresses are shortened.</source>
        <translation>Für den Support. Er enthält keine Namen, Links, Nachrichten, Passwörter oder E-Mail-Adressen; Netzadressen sind gekürzt.</translation>
    </message>
    <message>
        <source>Made on {when}</source>
        <translation>Erstellt am {when}</translation>
    </message>
    <message>
        <source>Nothing was recorded.</source>
        <translation>Es wurde nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>Call of {when}</source>
        <translation>Gespräch vom {when}</translation>
    </message>
    <message>
        <source>Bit rate</source>
        <translation>Bitrate</translation>
    </message>
    <message>
        <source>Lost packets</source>
        <translation>Verlorene Pakete</translation>
    </message>
    <message>
        <source>Round trip time</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>Pictures per second</source>
        <translation>Bilder je Sekunde</translation>
    </message>
    <message>
        <source>Frozen picture</source>
        <translation>Stehendes Bild</translation>
    </message>
    <message>
        <source>received</source>
        <translation>empfangen</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Last system test</source>
        <translation>Letzter Systemtest</translation>
    </message>
    <message>
        <source>Last calls</source>
        <translation>Letzte Gespräche</translation>
    </message>
    <message>
        <source>Crashes</source>
        <translation>Abstürze</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
</context>
<context>
    <name>ResultRow</name>
    <message>
        <source>is measured …</source>
        <translation>wird gemessen …</translation>
    </message>
</context>
<context>
    <name>ResultTexts</name>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>mäßig</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht messbar</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Loudspeaker</source>
        <translation>Lautsprecher</translation>
    </message>
    <message>
        <source>Echo</source>
        <translation>Echo</translation>
    </message>
    <message>
        <source>Practice service</source>
        <translation>Praxisdienst</translation>
    </message>
    <message>
        <source>Clock of this computer</source>
        <translation>Uhr des Computers</translation>
    </message>
    <message>
        <source>Line to you</source>
        <translation>Leitung zu Ihnen</translation>
    </message>
    <message>
        <source>Line from you</source>
        <translation>Leitung von Ihnen</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>Lost packets</source>
        <translation>Verlorene Pakete</translation>
    </message>
    <message>
        <source>Relay by UDP</source>
        <translation>Relais über UDP</translation>
    </message>
    <message>
        <source>Relay by TCP</source>
        <translation>Relais über TCP</translation>
    </message>
    <message>
        <source>Relay by TLS</source>
        <translation>Relais über TLS</translation>
    </message>
    <message>
        <source>Firewall and proxy</source>
        <translation>Firewall und Proxy</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Bildschirm</translation>
    </message>
    <message>
        <source>Operating system</source>
        <translation>Betriebssystem</translation>
    </message>
    <message>
        <source>{width} × {height}, {fps} pictures/s</source>
        <translation>{width} × {height}, {fps} Bilder/s</translation>
    </message>
    <message>
        <source>voice {speech_dbfs} dB, room {noise_dbfs} dB</source>
        <translation>Stimme {speech_dbfs} dB, Raum {noise_dbfs} dB</translation>
    </message>
    <message>
        <source>{gain_db} dB after {delay_ms} ms</source>
        <translation>{gain_db} dB nach {delay_ms} ms</translation>
    </message>
    <message>
        <source>answers in {ms} ms</source>
        <translation>antwortet in {ms} ms</translation>
    </message>
    <message>
        <source>{seconds} s off</source>
        <translation>{seconds} s Abweichung</translation>
    </message>
    <message>
        <source>{kbps} kbit/s, required {least_kbps}</source>
        <translation>{kbps} kbit/s, nötig {least_kbps}</translation>
    </message>
    <message>
        <source>{rtt_ms} ms, varies by {jitter_ms} ms</source>
        <translation>{rtt_ms} ms, schwankt um {jitter_ms} ms</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>after {ms} ms</source>
        <translation>nach {ms} ms</translation>
    </message>
    <message>
        <source>{fps} pictures/s to and fro, {cores} cores</source>
        <translation>{fps} Bilder/s hin und zurück, {cores} Kerne</translation>
    </message>
    <message>
        <source>{gib} GB</source>
        <translation>{gib} GB</translation>
    </message>
    <message>
        <source>{width} × {height}</source>
        <translation>{width} × {height}</translation>
    </message>
    <message>
        <source>This could not be measured here. The system report says why.</source>
        <translation>Das ließ sich hier nicht messen. Der Systembericht nennt den Grund.</translation>
    </message>
    <message>
        <source>The test was ended before.</source>
        <translation>Der Test wurde vorher beendet.</translation>
    </message>
    <message>
        <source>Few pictures a second. More light helps: cameras slow down in the dark.</source>
        <translation>Wenige Bilder je Sekunde. Mehr Licht hilft: Im Dunkeln werden Kameras langsam.</translation>
    </message>
    <message>
        <source>The picture jerks. Make light, close other programs, or use another camera.</source>
        <translation>Das Bild ruckelt. Machen Sie Licht, schließen Sie andere Programme, oder nehmen Sie eine andere Kamera.</translation>
    </message>
    <message>
        <source>The picture is smaller than the required 640 × 480. Choose another camera.</source>
        <translation>Das Bild ist kleiner als die nötigen 640 × 480. Wählen Sie eine andere Kamera.</translation>
    </message>
    <message>
        <source>The picture is black. Open the cover of the lens, or take the sticker off.</source>
        <translation>Das Bild ist schwarz. Öffnen Sie die Abdeckung der Linse, oder lösen Sie den Aufkleber.</translation>
    </message>
    <message>
        <source>You are hardly to be seen. Put a lamp in front of you, not behind you.</source>
        <translation>Sie sind kaum zu sehen. Stellen Sie eine Lampe vor sich, nicht hinter sich.</translation>
    </message>
    <message>
        <source>Always the same picture comes. Unplug the camera and plug it in again.</source>
        <translation>Es kommt immer dasselbe Bild. Ziehen Sie die Kamera ab, und stecken Sie sie wieder an.</translation>
    </message>
    <message>
        <source>No camera was found. Plug one in; a consultation also works with sound alone.</source>
        <translation>Keine Kamera gefunden. Stecken Sie eine an; eine Sprechstunde geht auch mit Ton allein.</translation>
    </message>
    <message>
        <source>Another program uses the camera, or the system forbids it. Close it there.</source>
        <translation>Ein anderes Programm benutzt die Kamera, oder das System verbietet sie. Schließen Sie sie dort.</translation>
    </message>
    <message>
        <source>The camera delivers no picture. Unplug it and plug it in again.</source>
        <translation>Die Kamera liefert kein Bild. Ziehen Sie sie ab, und stecken Sie sie wieder an.</translation>
    </message>
    <message>
        <source>You are quiet. Come closer, or raise the level in the system&apos;s settings.</source>
        <translation>Sie sind leise. Rücken Sie näher, oder erhöhen Sie den Pegel in den Einstellungen des Systems.</translation>
    </message>
    <message>
        <source>You are too loud: it crackles. Lower the level in the system&apos;s settings.</source>
        <translation>Sie sind zu laut, es knackt. Senken Sie den Pegel in den Einstellungen des Systems.</translation>
    </message>
    <message>
        <source>The room is loud or the microphone hums. Use a headset.</source>
        <translation>Der Raum ist laut, oder das Mikrofon brummt. Benutzen Sie ein Headset.</translation>
    </message>
    <message>
        <source>Complete silence: the microphone is switched off, or the system forbids it.</source>
        <translation>Völlige Stille: Das Mikrofon ist ausgeschaltet, oder das System verbietet es.</translation>
    </message>
    <message>
        <source>No voice was heard. Repeat the test and say a sentence when asked.</source>
        <translation>Es war keine Stimme zu hören. Wiederholen Sie den Test, und sagen Sie einen Satz, wenn Sie dazu aufgefordert werden.</translation>
    </message>
    <message>
        <source>No microphone was found. Plug in a headset.</source>
        <translation>Kein Mikrofon gefunden. Stecken Sie ein Headset an.</translation>
    </message>
    <message>
        <source>The microphone does not open. Close other programs that use it.</source>
        <translation>Das Mikrofon lässt sich nicht öffnen. Schließen Sie andere Programme, die es benutzen.</translation>
    </message>
    <message>
        <source>Did you hear two short tones?</source>
        <translation>Haben Sie zwei kurze Töne gehört?</translation>
    </message>
    <message>
        <source>Turn the volume up, or choose another loudspeaker or headset.</source>
        <translation>Stellen Sie lauter, oder wählen Sie einen anderen Lautsprecher oder ein Headset.</translation>
    </message>
    <message>
        <source>No loudspeaker was found. Plug in a headset.</source>
        <translation>Kein Lautsprecher gefunden. Stecken Sie ein Headset an.</translation>
    </message>
    <message>
        <source>The loudspeaker does not play. Choose another one.</source>
        <translation>Der Lautsprecher spielt nicht. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Your microphone hears the loudspeaker very loudly. Turn it down, or use a headset.</source>
        <translation>Ihr Mikrofon hört den Lautsprecher sehr laut. Stellen Sie leiser, oder benutzen Sie ein Headset.</translation>
    </message>
    <message>
        <source>The echo comes late, as with wireless loudspeakers. Use a headset with a cable.</source>
        <translation>Das Echo kommt spät, wie bei Funklautsprechern. Benutzen Sie ein Headset mit Kabel.</translation>
    </message>
    <message>
        <source>The patient hears themselves. Switch echo cancelling on, or use a headset.</source>
        <translation>Ihr Patient hört sich selbst. Schalten Sie die Echounterdrückung ein, oder benutzen Sie ein Headset.</translation>
    </message>
    <message>
        <source>For this, microphone and loudspeaker must work.</source>
        <translation>Dafür müssen Mikrofon und Lautsprecher funktionieren.</translation>
    </message>
    <message>
        <source>The service answers slowly. Calls still go directly from one to the other.</source>
        <translation>Der Dienst antwortet langsam. Gespräche gehen trotzdem direkt von einem zum anderen.</translation>
    </message>
    <message>
        <source>The service does not answer. Check the internet, then ask its operator.</source>
        <translation>Der Dienst antwortet nicht. Prüfen Sie das Internet, und fragen Sie dann den Betreiber.</translation>
    </message>
    <message>
        <source>The service&apos;s certificate is not valid. Do not go on; ask its operator.</source>
        <translation>Das Zertifikat des Dienstes ist nicht gültig. Machen Sie nicht weiter, und fragen Sie den Betreiber.</translation>
    </message>
    <message>
        <source>Times follow the service. Let the system set its clock by the network.</source>
        <translation>Die Zeiten richten sich nach dem Dienst. Lassen Sie das System die Uhr aus dem Netz stellen.</translation>
    </message>
    <message>
        <source>The clock is wrong. Let the system set it by the network, or secure links fail.</source>
        <translation>Die Uhr geht falsch. Lassen Sie sie aus dem Netz stellen, sonst scheitern gesicherte Verbindungen.</translation>
    </message>
    <message>
        <source>There was no clock to compare with.</source>
        <translation>Es gab keine Uhr zum Vergleich.</translation>
    </message>
    <message>
        <source>Enough, with little in reserve. Let nobody load large files meanwhile.</source>
        <translation>Es genügt, mit wenig Reserve. Lassen Sie währenddessen niemanden große Dateien laden.</translation>
    </message>
    <message>
        <source>Less than required. Use a cable instead of Wi-Fi, end downloads, ask your provider.</source>
        <translation>Weniger als nötig. Nehmen Sie ein Kabel statt WLAN, beenden Sie Downloads, fragen Sie Ihren Anbieter.</translation>
    </message>
    <message>
        <source>The service runs on this computer: the way to the internet is not measured by it.</source>
        <translation>Der Dienst läuft auf diesem Computer: Der Weg ins Internet wird dabei nicht gemessen.</translation>
    </message>
    <message>
        <source>This is measured when you are signed in.</source>
        <translation>Das wird gemessen, wenn Sie angemeldet sind.</translation>
    </message>
    <message>
        <source>The line broke off, or nobody answered.</source>
        <translation>Die Leitung brach ab, oder niemand antwortete.</translation>
    </message>
    <message>
        <source>You may interrupt each other. A cable instead of Wi-Fi often helps.</source>
        <translation>Sie fallen sich vielleicht ins Wort. Oft hilft ein Kabel statt WLAN.</translation>
    </message>
    <message>
        <source>Talking is hard with this delay. Use a cable, and end downloads.</source>
        <translation>So fällt das Sprechen schwer. Nehmen Sie ein Kabel, und beenden Sie Downloads.</translation>
    </message>
    <message>
        <source>Some is lost on the way; sound stays whole. A cable helps where Wi-Fi is weak.</source>
        <translation>Etwas geht unterwegs verloren; der Ton bleibt ganz. Wo das WLAN schwach ist, hilft ein Kabel.</translation>
    </message>
    <message>
        <source>Much is lost on the way. Use a cable instead of Wi-Fi.</source>
        <translation>Vieles geht unterwegs verloren. Nehmen Sie ein Kabel statt WLAN.</translation>
    </message>
    <message>
        <source>No server was there to ask by UDP.</source>
        <translation>Es war kein Server da, der über UDP zu fragen wäre.</translation>
    </message>
    <message>
        <source>Your service names no such relay. Its operator can add one.</source>
        <translation>Ihr Dienst nennt kein solches Relais. Der Betreiber kann eines einrichten.</translation>
    </message>
    <message>
        <source>No answer on this way: a firewall stops it, or the relay is down.</source>
        <translation>Auf diesem Weg keine Antwort: Eine Firewall hält ihn auf, oder das Relais ist ausgefallen.</translation>
    </message>
    <message>
        <source>The relay refuses the service&apos;s credentials. Tell the operator.</source>
        <translation>Das Relais lehnt die Zugangsdaten des Dienstes ab. Sagen Sie es dem Betreiber.</translation>
    </message>
    <message>
        <source>The relay&apos;s certificate is not valid. Tell the operator.</source>
        <translation>Das Zertifikat des Relais ist nicht gültig. Sagen Sie es dem Betreiber.</translation>
    </message>
    <message>
        <source>UDP is blocked: calls work through the relay, with more delay. Open UDP if you can.</source>
        <translation>UDP ist gesperrt: Gespräche gehen über das Relais, mit mehr Verzögerung. Geben Sie UDP frei, wenn Sie können.</translation>
    </message>
    <message>
        <source>No way to any relay. Calls work where both are in one network; ask who runs yours.</source>
        <translation>Kein Weg zu einem Relais. Gespräche gelingen nur im selben Netz; fragen Sie, wer Ihres betreut.</translation>
    </message>
    <message>
        <source>Web requests go through a proxy; without a relay, calls to outside may fail.</source>
        <translation>Webzugriffe gehen über einen Proxy; ohne Relais können Gespräche nach außen scheitern.</translation>
    </message>
    <message>
        <source>Your service names no server outside that could be asked.</source>
        <translation>Ihr Dienst nennt keinen Server außerhalb, der zu fragen wäre.</translation>
    </message>
    <message>
        <source>Just enough. Close other programs during consultations.</source>
        <translation>Gerade genug. Schließen Sie andere Programme während der Sprechstunde.</translation>
    </message>
    <message>
        <source>Too slow for the full picture: it is sent smaller by itself. Close other programs.</source>
        <translation>Zu langsam für das volle Bild: Es wird von selbst kleiner gesendet. Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>Little memory is free. Close other programs during consultations.</source>
        <translation>Wenig Speicher ist frei. Schließen Sie andere Programme während der Sprechstunde.</translation>
    </message>
    <message>
        <source>This computer has too little memory for consultations.</source>
        <translation>Dieser Computer hat zu wenig Speicher für Videosprechstunden.</translation>
    </message>
    <message>
        <source>The system does not say.</source>
        <translation>Das System sagt es nicht.</translation>
    </message>
    <message>
        <source>Enough, but small. A larger screen shows more of the patient.</source>
        <translation>Es genügt, ist aber klein. Ein größerer Bildschirm zeigt mehr von Ihrem Patienten.</translation>
    </message>
    <message>
        <source>Smaller than the required 640 × 480.</source>
        <translation>Kleiner als die nötigen 640 × 480.</translation>
    </message>
    <message>
        <source>No screen is attached.</source>
        <translation>Es ist kein Bildschirm angeschlossen.</translation>
    </message>
    <message>
        <source>This system gets no more security updates. Bring it up to date.</source>
        <translation>Dieses System bekommt keine Sicherheitsupdates mehr. Bringen Sie es auf einen neuen Stand.</translation>
    </message>
    <message>
        <source>Whether it still gets security updates is not known here.</source>
        <translation>Ob es noch Sicherheitsupdates bekommt, ist hier nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>RowButtons</name>
    <message>
        <source>Open device settings</source>
        <translation>Geräteeinstellungen öffnen</translation>
    </message>
    <message>
        <source>Yes, I heard them</source>
        <translation>Ja, gehört</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>No, I heard nothing</source>
        <translation>Nein, nichts gehört</translation>
    </message>
</context>
<context>
    <name>RowMenu</name>
    <message>
        <source>Return to call</source>
        <translation>Zurück zum Gespräch</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Message to the patient</source>
        <translation>Nachricht an den Patienten</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Follow-up appointment</source>
        <translation>Folgetermin</translation>
    </message>
    <message>
        <source>Cancel appointment</source>
        <translation>Absagen</translation>
    </message>
</context>
<context>
    <name>RowWidget</name>
    <message>
        <source>Copy link for {name}</source>
        <translation>Link für {name} kopieren</translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation>Mehr zu {name}</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>Whether video is medically sound is your decision, every time anew. What needs an examination by hand needs an appointment in the practice.</source>
        <translation>Ob ein Videogespräch medizinisch vertretbar ist, entscheiden Sie jedes Mal neu. Was mit den Händen untersucht werden muss, braucht einen Termin in der Praxis.</translation>
    </message>
    <message>
        <source>Severe or sudden complaints belong in the practice, to 116 117 or to 112.</source>
        <translation>Schwere oder plötzliche Beschwerden gehören in die Praxis, zur 116 117 oder zur 112.</translation>
    </message>
    <message>
        <source>Not every service may be given and billed by video, and the share of video is limited. Laboratory medicine, pathology, radiology and nuclear medicine take no part.</source>
        <translation>Nicht jede Leistung darf per Video erbracht und abgerechnet werden, und der Anteil per Video ist begrenzt. Labormedizin, Pathologie, Radiologie und Nuklearmedizin nehmen nicht teil.</translation>
    </message>
    <message>
        <source>A sick note by video is possible within narrow limits only.</source>
        <translation>Eine Krankschreibung per Video ist nur in engen Grenzen möglich.</translation>
    </message>
    <message>
        <source>Who was not seen in this or the last quarter holds the insurance card into the camera and confirms the cover aloud.</source>
        <translation>Wer in diesem und im letzten Quartal nicht da war, hält die Versichertenkarte in die Kamera und bestätigt den Versicherungsschutz mündlich.</translation>
    </message>
    <message>
        <source>Nobody records picture or sound. Advertising is not allowed.</source>
        <translation>Niemand zeichnet Bild oder Ton auf. Werbung ist nicht erlaubt.</translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message>
        <source>What may be done by video</source>
        <translation>Was per Video erlaubt ist</translation>
    </message>
    <message>
        <source>In short. The full and current rules are those of your association.</source>
        <translation>In Kürze. Vollständig und aktuell sind die Regeln Ihrer Kassenärztlichen Vereinigung.</translation>
    </message>
    <message>
        <source>The rules in full, at the KBV (opens your browser)</source>
        <translation>Die Regeln vollständig, bei der KBV (öffnet Ihren Browser)</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Find a patient</source>
        <translation>Patienten suchen</translation>
    </message>
</context>
<context>
    <name>SecondFactorPage</name>
    <message>
        <source>Second factor</source>
        <translation>Zweiter Faktor</translation>
    </message>
    <message>
        <source>Your practice asks everybody for a second factor. Scan this code with an authenticator app on your telephone.</source>
        <translation>Ihre Praxis verlangt von allen einen zweiten Faktor. Lesen Sie diesen Code mit einer Authenticator-App auf Ihrem Telefon ein.</translation>
    </message>
    <message>
        <source>From now on your telephone confirms each sign-in. Scan this code with an authenticator app.</source>
        <translation>Künftig bestätigt Ihr Telefon jede Anmeldung. Lesen Sie diesen Code mit einer Authenticator-App ein.</translation>
    </message>
    <message>
        <source>Or type this key into the app:</source>
        <translation>Oder geben Sie diesen Schlüssel in die App ein:</translation>
    </message>
    <message>
        <source>Key for the app</source>
        <translation>Schlüssel für die App</translation>
    </message>
    <message>
        <source>QR code for the app</source>
        <translation>QR-Code für die App</translation>
    </message>
    <message>
        <source>Code that the app shows</source>
        <translation>Code, den die App anzeigt</translation>
    </message>
    <message>
        <source>If the telephone is lost, your recovery code helps.</source>
        <translation>Geht das Telefon verloren, hilft Ihr Wiederherstellungscode.</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>This code is not right. Wait for the next one; the telephone&apos;s clock must be right.</source>
        <translation>Dieser Code stimmt nicht. Warten Sie auf den nächsten; die Uhr des Telefons muss richtig gehen.</translation>
    </message>
    <message>
        <source>Too many attempts. Please wait a few minutes.</source>
        <translation>Zu viele Versuche. Bitte warten Sie einige Minuten.</translation>
    </message>
    <message>
        <source>The practice service cannot be reached. Check the network, then try again.</source>
        <translation>Der Praxisdienst ist nicht erreichbar. Prüfen Sie das Netz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Please enter the six digits.</source>
        <translation>Bitte geben Sie die sechs Ziffern ein.</translation>
    </message>
</context>
<context>
    <name>SecurityCode</name>
    <message>
        <source>Security code</source>
        <translation>Sicherheitscode</translation>
    </message>
    <message>
        <source>Read it to each other. If the patient sees the same digits behind the lock on their page, nobody stands between you, not even the operator.</source>
        <translation>Lesen Sie ihn einander vor. Stehen auf der Seite Ihrer Patientin oder Ihres Patienten hinter dem Schloss dieselben Ziffern, dann steht niemand zwischen Ihnen, auch nicht der Betreiber.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Security code: {digits}</source>
        <translation>Sicherheitscode: {digits}</translation>
    </message>
</context>
<context>
    <name>ShellPresenter</name>
    <message>
        <source>A patient is waiting</source>
        <translation>Ein Patient wartet</translation>
    </message>
    <message>
        <source>Open the list to start.</source>
        <translation>Öffnen Sie die Liste, um zu beginnen.</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Camera on and off</source>
        <translation>Kamera ein und aus</translation>
    </message>
    <message>
        <source>Microphone on and off</source>
        <translation>Mikrofon ein und aus</translation>
    </message>
    <message>
        <source>Space (hold)</source>
        <translation>Leertaste (halten)</translation>
    </message>
    <message>
        <source>Talk while muted</source>
        <translation>Sprechen bei ausgeschaltetem Mikrofon</translation>
    </message>
    <message>
        <source>Restart connection</source>
        <translation>Neu verbinden</translation>
    </message>
    <message>
        <source>Hang up</source>
        <translation>Auflegen</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Hints for the patient</source>
        <translation>Hinweise für den Patienten</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Larger, smaller</source>
        <translation>Größer, kleiner</translation>
    </message>
    <message>
        <source>Original size</source>
        <translation>Ursprüngliche Größe</translation>
    </message>
    <message>
        <source>Hold the picture</source>
        <translation>Bild anhalten</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Small window</source>
        <translation>Kleines Fenster</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>Diese Tasten</translation>
    </message>
    <message>
        <source>Keys in a call</source>
        <translation>Tasten im Gespräch</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Your video appointments are one step away.</source>
        <translation>Nur noch ein Schritt zu Ihren Videoterminen.</translation>
    </message>
    <message>
        <source>Account name</source>
        <translation>Anmeldename</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>Passwort anzeigen</translation>
    </message>
    <message>
        <source>Hide password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Stay signed in on this computer</source>
        <translation>Auf diesem Computer angemeldet bleiben</translation>
    </message>
    <message>
        <source>Account name or password is wrong. Please check both.</source>
        <translation>Anmeldename oder Passwort ist falsch. Bitte prüfen Sie beides.</translation>
    </message>
    <message>
        <source>Code of the second factor</source>
        <translation>Code des zweiten Faktors</translation>
    </message>
    <message>
        <source>Six digits that your telephone shows; a new one every 30 s.</source>
        <translation>Sechs Ziffern, die Ihr Telefon anzeigt; alle 30 s neu.</translation>
    </message>
    <message>
        <source>Password or telephone lost?</source>
        <translation>Passwort oder Telefon verloren?</translation>
    </message>
    <message>
        <source>Nobody can reset a password. Your recovery code helps, or a new invitation into the practice.</source>
        <translation>Passwörter kann niemand zurücksetzen. Ihr Wiederherstellungscode hilft, oder eine neue Einladung in die Praxis.</translation>
    </message>
    <message>
        <source>I was invited into a practice</source>
        <translation>Ich wurde in eine Praxis eingeladen</translation>
    </message>
    <message>
        <source>Network settings</source>
        <translation>Netzwerk-Einstellungen</translation>
    </message>
    <message>
        <source>This code is not right, or was used already. Wait for the next one; the telephone&apos;s clock must be right.</source>
        <translation>Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten; die Uhr des Telefons muss richtig gehen.</translation>
    </message>
    <message>
        <source>Too many attempts. Please try again in {minutes} min.</source>
        <translation>Zu viele Versuche. Bitte versuchen Sie es in {minutes} min erneut.</translation>
    </message>
    <message>
        <source>The practice service cannot be reached. Check the network, then try again.</source>
        <translation>Der Praxisdienst ist nicht erreichbar. Bitte prüfen Sie das Netzwerk und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The practice service cannot prove who it is: its certificate has run out, is for another name, or was signed by nobody known. Nothing was sent. Please ask your operator.</source>
        <translation>Der Praxisdienst kann nicht belegen, wer er ist: Sein Zertifikat ist abgelaufen, gilt für einen anderen Namen oder wurde von keiner bekannten Stelle unterschrieben. Es wurde nichts gesendet. Bitte fragen Sie Ihren Betreiber.</translation>
    </message>
    <message>
        <source>Your sign-in has expired. Please sign in again.</source>
        <translation>Ihre Anmeldung ist abgelaufen. Bitte melden Sie sich erneut an.</translation>
    </message>
    <message>
        <source>The clock of this computer is wrong. Please set it, then sign in.</source>
        <translation>Die Uhr dieses Computers geht falsch. Bitte stellen Sie sie und melden Sie sich dann an.</translation>
    </message>
    <message>
        <source>The practice service did not understand the request. Please try again.</source>
        <translation>Der Praxisdienst hat die Anfrage nicht verstanden. Bitte versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Remember this computer</source>
        <translation>Diesen Computer merken</translation>
    </message>
    <message>
        <source>This computer has no keyring. If you tick this, your sign-in is kept in a file that your password encrypts: you still type the password, but no code. Whoever copies the file can try passwords on it.</source>
        <translation>Dieser Computer hat keinen Schlüsselbund. Wenn Sie das ankreuzen, liegt Ihre Anmeldung in einer Datei, die Ihr Passwort verschlüsselt: Das Passwort geben Sie weiter ein, einen Code nicht. Wer die Datei kopiert, kann Passwörter daran ausprobieren.</translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation>Anmeldung läuft …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Please enter your account name.</source>
        <translation>Bitte geben Sie Ihren Anmeldenamen ein.</translation>
    </message>
    <message>
        <source>Please enter your password.</source>
        <translation>Bitte geben Sie Ihr Passwort ein.</translation>
    </message>
    <message>
        <source>Please enter the six digits.</source>
        <translation>Bitte geben Sie die sechs Ziffern ein.</translation>
    </message>
</context>
<context>
    <name>SmallWindow</name>
    <message>
        <source>Call</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Switch microphone off</source>
        <translation>Mikrofon ausschalten</translation>
    </message>
    <message>
        <source>Switch microphone on</source>
        <translation>Mikrofon einschalten</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Hang up</source>
        <translation>Auflegen</translation>
    </message>
    <message>
        <source>Whole view</source>
        <translation>Ganze Ansicht</translation>
    </message>
    <message>
        <source>Back to the whole view</source>
        <translation>Zurück zur ganzen Ansicht</translation>
    </message>
    <message>
        <source>Picture of the patient</source>
        <translation>Bild des Patienten</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Begin with an empty database</source>
        <translation>Mit leerer Datenbank beginnen</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>The practice opens.</source>
        <translation>Ihre Praxis wird geöffnet.</translation>
    </message>
    <message>
        <source>The address is taken</source>
        <translation>Die Adresse ist belegt</translation>
    </message>
    <message>
        <source>Another program uses {address}. Close it, or start with another address (--listen).</source>
        <translation>Ein anderes Programm verwendet {address}. Schließen Sie es, oder starten Sie mit einer anderen Adresse (--listen).</translation>
    </message>
    <message>
        <source>The practice&apos;s database cannot be read</source>
        <translation>Die Datenbank der Praxis ist nicht lesbar</translation>
    </message>
    <message>
        <source>Nothing was changed. If there is a backup, put it in place of {file} and try again. With an empty database the damaged one is kept beside it.</source>
        <translation>Es wurde nichts verändert. Wenn Sie eine Sicherung haben, legen Sie sie an die Stelle von {file} und versuchen Sie es erneut. Wenn Sie mit einer leeren Datenbank beginnen, bleibt die beschädigte daneben erhalten.</translation>
    </message>
    <message>
        <source>The practice&apos;s database cannot be written</source>
        <translation>In die Datenbank der Praxis kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Nothing is lost. {file} or its folder is write-protected or in use, or the disk is full. Put that right and try again.</source>
        <translation>Es ist nichts verloren. {file} oder der Ordner ist schreibgeschützt oder in Benutzung, oder der Datenträger ist voll. Beheben Sie das und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The practice does not open</source>
        <translation>Die Praxis lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>Its service does not start. If trying again does not help, restart the computer.</source>
        <translation>Der Dienst der Praxis auf diesem Computer startet nicht. Wenn ein neuer Versuch nicht hilft, starten Sie den Computer neu.</translation>
    </message>
    <message>
        <source>Video appointments</source>
        <translation>Videotermine</translation>
    </message>
    <message>
        <source>The program is running already. You will find its window in the task bar.</source>
        <translation>Das Programm läuft bereits. Sie finden sein Fenster in der Taskleiste.</translation>
    </message>
</context>
<context>
    <name>SummaryPage</name>
    <message>
        <source>Back to the list</source>
        <translation>Zurück zur Liste</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Past consultations</source>
        <translation>Abgeschlossene Gespräche</translation>
    </message>
    <message>
        <source>These facts are kept on this computer only. The patient&apos;s name is not copied.</source>
        <translation>Diese Angaben bleiben auf diesem Computer. Der Name des Patienten wird nicht kopiert.</translation>
    </message>
    <message>
        <source>The consultation is over</source>
        <translation>Die Sprechstunde ist beendet</translation>
    </message>
    <message>
        <source>No call came about</source>
        <translation>Es kam kein Gespräch zustande</translation>
    </message>
    <message>
        <source>{name} has hung up</source>
        <translation>{name} hat aufgelegt</translation>
    </message>
</context>
<context>
    <name>Support</name>
    <message>
        <source>The program did not end properly last time. A report helps support to find out why.</source>
        <translation>Das Programm wurde beim letzten Mal nicht ordentlich beendet. Ein Bericht hilft dem Support, den Grund zu finden.</translation>
    </message>
    <message>
        <source>Save system report</source>
        <translation>Systembericht speichern</translation>
    </message>
</context>
<context>
    <name>SystemTestPage</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>System test</source>
        <translation>Systemtest</translation>
    </message>
    <message>
        <source>Progress of the test</source>
        <translation>Fortschritt des Tests</translation>
    </message>
    <message>
        <source>Camera and sound</source>
        <translation>Kamera und Ton</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Erneut testen</translation>
    </message>
    <message>
        <source>Start the test</source>
        <translation>Test starten</translation>
    </message>
    <message>
        <source>Please say a sentence now</source>
        <translation>Bitte sagen Sie jetzt einen Satz</translation>
    </message>
    <message>
        <source>For example: “Good morning, this is a test.” Two tones follow.</source>
        <translation>Zum Beispiel: „Guten Morgen, das ist ein Test.“ Danach folgen zwei Töne.</translation>
    </message>
    <message>
        <source>The test is running</source>
        <translation>Der Test läuft</translation>
    </message>
    <message>
        <source>It takes some fifteen seconds. Please leave everything as it is in a consultation.</source>
        <translation>Er dauert etwa fünfzehn Sekunden. Bitte lassen Sie alles so, wie es in einer Sprechstunde ist.</translation>
    </message>
    <message>
        <source>Is everything ready for a consultation?</source>
        <translation>Ist alles bereit für eine Sprechstunde?</translation>
    </message>
    <message>
        <source>Camera, sound, computer and connection are measured. It takes some fifteen seconds; you will be asked to say a sentence, and hear two tones.</source>
        <translation>Kamera, Ton, Computer und Verbindung werden gemessen. Das dauert etwa fünfzehn Sekunden; Sie werden gebeten, einen Satz zu sagen, und hören zwei Töne.</translation>
    </message>
    <message>
        <source>d MMMM yyyy, HH:mm</source>
        <translation>d. MMMM yyyy, HH:mm &apos;Uhr&apos;</translation>
    </message>
    <message>
        <source>Tested on {when}.</source>
        <translation>Getestet am {when}.</translation>
    </message>
    <message>
        <source>The test was ended before everything was measured</source>
        <translation>Der Test wurde beendet, bevor alles gemessen war</translation>
    </message>
    <message>
        <source>One question is left</source>
        <translation>Eine Frage ist noch offen</translation>
    </message>
    <message>
        <source>The microphone did not hear the tones, as with a headset. Did you?</source>
        <translation>Das Mikrofon hat die Töne nicht gehört, wie bei einem Headset. Haben Sie sie gehört?</translation>
    </message>
    <message>
        <source>Something should be repaired before the next consultation</source>
        <translation>Etwas sollte vor der nächsten Sprechstunde behoben werden</translation>
    </message>
    <message>
        <source>Each red item says what to do.</source>
        <translation>Bei jedem roten Punkt steht, was zu tun ist.</translation>
    </message>
    <message>
        <source>It works, with something in the way</source>
        <translation>Es geht, mit Einschränkungen</translation>
    </message>
    <message>
        <source>Each yellow item says what helps.</source>
        <translation>Bei jedem gelben Punkt steht, was hilft.</translation>
    </message>
    <message>
        <source>Everything is ready for a consultation</source>
        <translation>Alles ist bereit für eine Sprechstunde</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Read a card that is held into the camera</source>
        <translation>Eine Karte lesen, die in die Kamera gehalten wird</translation>
    </message>
    <message>
        <source>Hints for the patient</source>
        <translation>Hinweise für den Patienten</translation>
    </message>
    <message>
        <source>Show the patient a hint</source>
        <translation>Dem Patienten einen Hinweis zeigen</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Video appointments</source>
        <translation>Videotermine</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>No further appointment today</source>
        <translation>Heute kein weiterer Termin</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>{number} waiting</source>
        <translation>{number} im Wartezimmer</translation>
    </message>
</context>
<context>
    <name>WaitingBadge</name>
    <message>
        <source>{count} waiting</source>
        <translation>{count} warten</translation>
    </message>
    <message>
        <source>Other patients in the waiting room</source>
        <translation>Andere Patienten im Wartezimmer</translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
</context>
</TS>
