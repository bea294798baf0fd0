-- Renderbus' actions: for menus, toolbars, quads and hotkeys. Their names never change, because users' settings refer to
-- them. Each only opens the panel at a page; all else is Python's. The artist's undo stays as it is: calling Python empties
-- it unless told not to, and a macroscript is a step of it unless it says otherwise.

macroScript RenderbusSubmit
category:"Renderbus"
internalCategory:"Renderbus"
buttonText:"Submit to Renderbus..."
toolTip:"Send the open scene to the Renderbus farm"
iconName:"Renderbus"
autoUndoEnabled:false
(
	on execute do
	(
		try (python.execute "import rb_max.dock; rb_max.dock.open_panel('submit')" clearUndoBuffer:false)
		catch (messageBox ("The Renderbus panel cannot be opened now. Close any open dialog and try again.\n\n" + getCurrentException()) title:"Renderbus")
	)
)

macroScript RenderbusTasks
category:"Renderbus"
internalCategory:"Renderbus"
buttonText:"Renderbus Tasks"
toolTip:"See what the farm renders, frame by frame"
iconName:"Renderbus"
autoUndoEnabled:false
(
	on execute do
	(
		try (python.execute "import rb_max.dock; rb_max.dock.open_panel('tasks')" clearUndoBuffer:false)
		catch (messageBox ("The Renderbus panel cannot be opened now. Close any open dialog and try again.\n\n" + getCurrentException()) title:"Renderbus")
	)
)

macroScript RenderbusSettings
category:"Renderbus"
internalCategory:"Renderbus"
buttonText:"Renderbus Settings"
toolTip:"Profiles, language, folders, notices"
iconName:"Renderbus"
autoUndoEnabled:false
(
	on execute do
	(
		try (python.execute "import rb_max.dock; rb_max.dock.open_panel('settings')" clearUndoBuffer:false)
		catch (messageBox ("The Renderbus panel cannot be opened now. Close any open dialog and try again.\n\n" + getCurrentException()) title:"Renderbus")
	)
)

macroScript RenderbusDiagnose
category:"Renderbus"
internalCategory:"Renderbus"
buttonText:"Renderbus Diagnose"
toolTip:"Find out why something does not work"
iconName:"Renderbus"
autoUndoEnabled:false
(
	on execute do
	(
		try (python.execute "import rb_max.dock; rb_max.dock.open_panel('diagnose')" clearUndoBuffer:false)
		catch (messageBox ("The Renderbus panel cannot be opened now. Close any open dialog and try again.\n\n" + getCurrentException()) title:"Renderbus")
	)
)

macroScript RenderbusHelp
category:"Renderbus"
internalCategory:"Renderbus"
buttonText:"Renderbus Help"
toolTip:"Open the farm's web page, with its guides and its support"
iconName:"Renderbus"
autoUndoEnabled:false
(
	on execute do
	(
		try (python.execute "import webbrowser; webbrowser.open('https://www.renderbus.com')" clearUndoBuffer:false)
		catch (messageBox ("The web page could not be opened.\n\n" + getCurrentException()) title:"Renderbus")
	)
)

macroScript RenderbusUninstall
category:"Renderbus"
internalCategory:"Renderbus"
buttonText:"Uninstall Renderbus..."
toolTip:"Remove Renderbus from 3ds Max; your settings and account only go if you say so"
iconName:"Renderbus"
autoUndoEnabled:false
(
	on execute do
	(
		try (python.execute "import rb_max.late; rb_max.late.offer_uninstall()" clearUndoBuffer:false)
		catch (messageBox ("Renderbus cannot be removed now. Close any open dialog and try again.\n\n" + getCurrentException()) title:"Renderbus")
	)
)
